package io.concord.server.config;

import java.util.Arrays;
import java.util.Optional;

/** Who may see a path of the container; each role includes those after it. */
public enum PathAccess {
    EVERYBODY("everybody"),
    READER("concord-reader"),
    WRITER("concord-writer"),
    ADMIN("concord-admin");

    private final String text;

    PathAccess(String text) {
        this.text = text;
    }

    /** As it is configured; for all but everybody the group that is needed. */
    public String text() {
        return text;
    }

    static Optional<PathAccess> of(String text) {
        return Arrays.stream(values())
                .filter(access -> access.text.equals(text))
                .findFirst();
    }
}
