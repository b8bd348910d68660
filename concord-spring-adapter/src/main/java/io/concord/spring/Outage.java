package io.concord.spring;

import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.UnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether the cluster is out of reach, as far as the caches of one manager know: from the first operation that was not served to the
 * first one that is. Each outage is logged once.
 */
final class Outage {
    private static final System.Logger LOG = System.getLogger(Outage.class.getName());
    private static final long NONE = Long.MIN_VALUE;
    private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong nextProbe = new AtomicLong(NONE);

    Outage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    static boolean isUnavailable(Throwable failure) {
        var cause = Stages.cause(failure);
        return cause instanceof UnavailableException || cause instanceof IndeterminateException;
    }

    boolean isPresent() {
        return nextProbe.get() != NONE;
    }

    /** Whether it is time to ask the cluster whether it is back; true for one of all callers. */
    boolean isProbeDue() {
        var due = nextProbe.get();
        return due != NONE && nanoTime.getAsLong() - due >= 0 && nextProbe.compareAndSet(due, probeTime());
    }

    private long probeTime() {
        var time = nanoTime.getAsLong() + PROBE_NANOS;
        return time == NONE ? time + 1 : time;
    }

    /** An operation was not served. */
    void began(String cache, Throwable failure) {
        if (nextProbe.compareAndSet(NONE, probeTime())) {
            LOG.log(
                    Level.WARNING,
                    "Concord is out of reach; until it is back, caches that treat this as a miss find nothing, and what they"
                            + " write may be lost. First noticed by cache '" + cache + "'",
                    Stages.cause(failure));
        }
    }

    /** An operation was served. */
    void ended() {
        if (nextProbe.get() != NONE && nextProbe.getAndSet(NONE) != NONE) {
            LOG.log(Level.INFO, "Concord is back; caches use it again");
        }
    }
}
