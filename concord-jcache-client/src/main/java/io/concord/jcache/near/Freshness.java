package io.concord.jcache.near;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows how old what is kept may be. What the watch tells proves nothing alone: a node that is cut off goes on saying that there is
 * nothing new. But a linearizable read does: once the watch has told everything up to the revision that the read has seen, what is
 * kept is at least as new as the moment at which the read was sent. Fails closed. Safe for use by several threads.
 */
final class Freshness {
    private final long boundNanos;
    private final LongSupplier nanos;
    private boolean proven;
    private long provenNanos;
    private boolean waiting;
    private long waitingNanos;
    private long waitingRevision;
    private long toldRevision;
    private boolean following;
    private long askedNanos;

    Freshness(Duration bound, LongSupplier nanos) {
        this.boundNanos = bound.toNanos();
        this.nanos = nanos;
        if (boundNanos < 1) {
            throw new IllegalArgumentException("the bound of staleness is " + bound + "; it is positive");
        }
    }

    /**
     * Whether what is kept was true at most the bound ago. Not if half the bound is over and no read has been sent lately to
     * prove it anew: then the caller sends one, and the others go on.
     */
    synchronized boolean holds() {
        var now = nanos.getAsLong();
        if (!proven || now - provenNanos > boundNanos) {
            return false;
        }
        if (now - provenNanos > boundNanos / 2 && now - askedNanos > boundNanos / 4) {
            askedNanos = now;
            return false;
        }
        return true;
    }

    /** The time at which a read is sent, for {@link #read}. */
    synchronized long asked() {
        askedNanos = nanos.getAsLong();
        return askedNanos;
    }

    /** A linearizable read that was sent then has seen this revision. */
    synchronized void read(long sentNanos, long revision) {
        if (!following) {
            return;
        }
        if (revision <= toldRevision) {
            prove(sentNanos);
        } else if (!waiting || nanos.getAsLong() - waitingNanos > boundNanos) {
            waiting = true;
            waitingNanos = sentNanos;
            waitingRevision = revision;
        }
    }

    /** The watch has told everything up to this revision. */
    synchronized void told(long revision) {
        toldRevision = Math.max(toldRevision, revision);
        if (waiting && toldRevision >= waitingRevision) {
            waiting = false;
            prove(waitingNanos);
        }
    }

    /** The watch tells everything after this revision; nothing is known of before. */
    synchronized void begin(long revision) {
        end();
        following = true;
        toldRevision = revision;
    }

    /** Whether a watch tells what changes. */
    synchronized boolean follows() {
        return following;
    }

    /** The watch has ended. */
    synchronized void end() {
        following = false;
        proven = false;
        waiting = false;
    }

    private void prove(long sentNanos) {
        provenNanos = proven ? Math.max(provenNanos, sentNanos) : sentNanos;
        proven = true;
    }
}
