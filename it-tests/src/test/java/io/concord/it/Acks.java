package io.concord.it;

import java.time.Duration;

/** Counts acknowledged writes, and how long there was none. Thread-safe. */
final class Acks {
    private long count;
    private long lastNanos = System.nanoTime();
    private long longestGapNanos;

    /** A write was acknowledged now. */
    synchronized void add() {
        var now = System.nanoTime();
        longestGapNanos = Math.max(longestGapNanos, now - lastNanos);
        lastNanos = now;
        count++;
    }

    /** Counts and measures anew from now on. */
    synchronized void reset() {
        count = 0;
        longestGapNanos = 0;
        lastNanos = System.nanoTime();
    }

    synchronized long count() {
        return count;
    }

    /** The longest time without an acknowledgement between the reset and now. */
    synchronized Duration longestGap() {
        return Duration.ofNanos(Math.max(longestGapNanos, System.nanoTime() - lastNanos));
    }
}
