package io.concord.jcache.transport;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** An address of the cluster and how it has served lately. Guarded by the lock of the {@link Dispatcher}. */
final class Endpoint {
    private final URI uri;
    private int inFlight;
    private int failures;
    private long restsUntilNanos;
    private long failedNanos;
    private @Nullable String failure;

    Endpoint(URI uri, long nowNanos) {
        this.uri = uri;
        this.restsUntilNanos = nowNanos;
    }

    URI uri() {
        return uri;
    }

    int inFlight() {
        return inFlight;
    }

    void began() {
        inFlight++;
    }

    void ended() {
        inFlight--;
    }

    void served() {
        failures = 0;
    }

    /** It is not asked again for a while, longer each time in a row. */
    void failed(String reason, Backoff backoff, long nowNanos) {
        failures++;
        restsUntilNanos = nowNanos + backoff.nanos(failures);
        noted(reason, nowNanos);
    }

    /** It has failed, and has said how long it is not to be asked. */
    void restsAtLeast(long nanos, long nowNanos) {
        if (nowNanos + nanos - restsUntilNanos > 0) {
            restsUntilNanos = nowNanos + nanos;
        }
    }

    /** Something to tell about it, which does not keep anybody from asking it. */
    void noted(String reason, long nowNanos) {
        failure = reason;
        failedNanos = nowNanos;
    }

    /** How long it is not to be asked; 0 if it may be. */
    long restsNanos(long nowNanos) {
        return failures == 0 ? 0 : Math.max(0, restsUntilNanos - nowNanos);
    }

    /** Why it did not serve since a moment; null if it has not failed since. */
    @Nullable String failureSince(long nanos) {
        return failure != null && failedNanos - nanos >= 0 ? failure : null;
    }
}
