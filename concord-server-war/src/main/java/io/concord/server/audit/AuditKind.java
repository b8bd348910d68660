package io.concord.server.audit;

import java.util.Locale;

/** What a caller did, by what it had to be allowed for that; each is more than those before it. */
public enum AuditKind {
    READS,
    WRITES,
    /** What needs an administrator; recorded always. */
    ADMIN;

    /** As it stands in the settings and in lines. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
