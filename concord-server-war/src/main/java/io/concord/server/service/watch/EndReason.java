package io.concord.server.service.watch;

import java.util.Locale;

/** Why a watch is over. */
public enum EndReason {
    TOKEN_EXPIRED,
    TOKEN_REVOKED,
    /** The rules have changed, and the watcher may not see this any more. */
    FORBIDDEN,
    NODE_STOPPING;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
