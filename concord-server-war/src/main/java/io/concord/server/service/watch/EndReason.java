package io.concord.server.service.watch;

import java.util.Locale;

/** Why a watch is over. */
public enum EndReason {
    TOKEN_EXPIRED,
    TOKEN_REVOKED,
    NODE_STOPPING;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
