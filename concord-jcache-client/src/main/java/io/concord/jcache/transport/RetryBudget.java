package io.concord.jcache.transport;

/**
 * How many requests may carry retries, so that clients do not bury a cluster that has trouble (as gRPC's retry throttling, but
 * a retry without a token waits for one): a store of tokens that fills with time and with requests that were served. Guarded by
 * the lock of the {@link Dispatcher}.
 */
final class RetryBudget {
    static final double TOKENS_MAX = 100;
    static final double TOKENS_EACH_SECOND = 20;
    static final double TOKENS_EACH_SUCCESS = 0.1;
    private static final double NANOS_EACH_SECOND = 1e9;

    private double tokens = TOKENS_MAX;
    private long atNanos;

    RetryBudget(long nowNanos) {
        this.atNanos = nowNanos;
    }

    void served() {
        tokens = Math.min(TOKENS_MAX, tokens + TOKENS_EACH_SUCCESS);
    }

    /** Takes a token; returns 0, or how long to wait until there may be one. */
    long take(long nowNanos) {
        tokens = Math.min(TOKENS_MAX, tokens + (nowNanos - atNanos) / NANOS_EACH_SECOND * TOKENS_EACH_SECOND);
        atNanos = nowNanos;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        return (long) Math.ceil((1 - tokens) / TOKENS_EACH_SECOND * NANOS_EACH_SECOND);
    }
}
