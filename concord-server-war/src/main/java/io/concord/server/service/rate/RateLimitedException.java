package io.concord.server.service.rate;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;

/** The caller has asked for more than it may in a while; nothing happened. */
public final class RateLimitedException extends RequestFailure {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    RateLimitedException(String message, long retryAfterSeconds) {
        super(ErrorCode.TOO_MANY_REQUESTS, message);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** After so many whole seconds it may ask again, unless it has others ask meanwhile. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
