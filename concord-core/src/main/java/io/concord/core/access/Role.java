package io.concord.core.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The built-in roles; whoever is in the group of its name has it. They decide while there is no rule. Once there is one, a
 * role is a group like others, but for {@link #ADMIN}, which still grants everything, so that nobody locks himself out.
 */
public enum Role {
    READER("concord-reader"),
    WRITER("concord-writer"),
    ADMIN("concord-admin");

    private final String group;

    Role(String group) {
        this.group = group;
    }

    public String group() {
        return group;
    }

    /** What it grants: verbs on everything. */
    public Grant grant() {
        return Grant.everywhere(
                switch (this) {
                    case READER -> EnumSet.of(Verb.READ, Verb.WATCH);
                    case WRITER -> EnumSet.of(Verb.READ, Verb.WATCH, Verb.WRITE, Verb.DELETE);
                    case ADMIN -> EnumSet.allOf(Verb.class);
                });
    }

    /** The roles that groups give; groups of no meaning to Concord are passed over. */
    public static Set<Role> ofGroups(Collection<String> groups) {
        var roles = EnumSet.noneOf(Role.class);
        Arrays.stream(values()).filter(role -> groups.contains(role.group)).forEach(roles::add);
        return Collections.unmodifiableSet(roles);
    }

    /** The groups that would grant it, weakest first; for messages. */
    public static String groupsGranting(Verb verb) {
        return Arrays.stream(values())
                .filter(role -> verb.isIn(role.grant().verbs()))
                .map(Role::group)
                .collect(Collectors.joining(", "));
    }
}
