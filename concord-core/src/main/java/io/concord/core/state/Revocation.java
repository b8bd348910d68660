package io.concord.core.state;

import io.concord.core.model.TokenSelector;

/**
 * Tokens that are no longer good.
 *
 * @param id that it was given, never again given to another one
 * @param deadlineMillis in the cluster's time: by then it is forgotten; {@link #FOREVER}
 */
public record Revocation(long id, TokenSelector tokens, long deadlineMillis) {
    public static final long FOREVER = Long.MAX_VALUE;

    /** How much longer it is kept than was asked for, because clocks differ and the container is lenient for that. */
    static final long GRACE_MILLIS = 300_000;
}
