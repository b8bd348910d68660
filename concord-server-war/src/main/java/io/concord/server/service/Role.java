package io.concord.server.service;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The built-in roles; a caller has one by being in the group of its name. Each includes the one before it. */
public enum Role {
    READER("concord-reader", Permission.READ),
    WRITER("concord-writer", Permission.WRITE),
    ADMIN("concord-admin", Permission.ADMIN);

    private final String group;
    private final Permission strongest;

    Role(String group, Permission strongest) {
        this.group = group;
        this.strongest = strongest;
    }

    public String group() {
        return group;
    }

    boolean grants(Permission permission) {
        return permission.compareTo(strongest) <= 0;
    }

    /** Whether it is the role of a group, or includes that one. */
    boolean includes(String otherGroup) {
        return Arrays.stream(values()).anyMatch(role -> role.group.equals(otherGroup) && role.compareTo(this) <= 0);
    }

    /** The roles that a token's groups give; groups of no meaning to Concord are passed over. */
    public static Set<Role> ofGroups(Collection<String> groups) {
        return Arrays.stream(values())
                .filter(role -> groups.contains(role.group))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The groups that would grant it, weakest first. */
    static String groupsGranting(Permission permission) {
        return Arrays.stream(values())
                .filter(role -> role.grants(permission))
                .map(Role::group)
                .collect(Collectors.joining(", "));
    }
}
