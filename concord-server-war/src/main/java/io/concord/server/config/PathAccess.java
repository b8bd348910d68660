package io.concord.server.config;

import io.concord.core.access.Role;
import java.util.Arrays;
import java.util.Optional;

/** Who may see a path of the container; each role includes those before it. */
public enum PathAccess {
    EVERYBODY,
    READER,
    WRITER,
    ADMIN;

    /** As it is configured; for all but everybody the group that is needed. */
    public String text() {
        return isOpen() ? "everybody" : role().group();
    }

    /** Whether no token is needed. */
    public boolean isOpen() {
        return this == EVERYBODY;
    }

    /** The role that is needed, unless it is open. */
    public Role role() {
        return Role.valueOf(name());
    }

    static Optional<PathAccess> of(String text) {
        return Arrays.stream(values())
                .filter(access -> access.text().equals(text))
                .findFirst();
    }
}
