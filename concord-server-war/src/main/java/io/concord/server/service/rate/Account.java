package io.concord.server.service.rate;

import io.github.bucket4j.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * What one identity has left. Only while there is something left is a request let in; what it turns out to cost is taken from
 * what is there and may overdraw it, so that a request larger than the allowance goes through now and then, and the rate holds
 * in the long run. Safe for use by many threads.
 */
public final class Account {
    /** Of whoever is not limited. */
    static final Account UNLIMITED = new Account(null, null);

    private final @Nullable Bucket requests;
    private final @Nullable Bucket bytes;

    Account(@Nullable Bucket requests, @Nullable Bucket bytes) {
        this.requests = requests;
        this.bytes = bytes;
    }

    /** Takes what further requests cost that came as one. */
    public void chargeRequests(long count) {
        charge(requests, count);
    }

    /** Takes what a body costs. */
    public void chargeBytes(long count) {
        charge(bytes, count);
    }

    /** Whether bytes are counted at all. */
    public boolean countsBytes() {
        return bytes != null;
    }

    /** How long until there is something left of the bytes; 0 now. */
    long nanosUntilBytes() {
        return bytes == null ? 0 : bytes.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    }

    /** Takes a request; returns 0, or how long until there is one. */
    long takeRequest() {
        return requests == null ? 0 : requests.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill();
    }

    /** Whether it is as one that nobody has used, so that it may be forgotten. */
    boolean isFull(long requestsMax, long bytesMax) {
        return (requests == null || requests.getAvailableTokens() >= requestsMax)
                && (bytes == null || bytes.getAvailableTokens() >= bytesMax);
    }

    private static void charge(@Nullable Bucket bucket, long count) {
        if (bucket != null && count > 0) {
            bucket.consumeIgnoringRateLimits(count);
        }
    }
}
