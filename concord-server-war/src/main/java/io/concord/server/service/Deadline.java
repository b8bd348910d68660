package io.concord.server.service;

import java.time.Duration;

/** The moment at which the caller stops waiting, on this process's monotonic clock. */
public final class Deadline {
    private final long nanoTime;
    private final Duration timeout;

    private Deadline(Duration timeout) {
        this.timeout = timeout;
        this.nanoTime = System.nanoTime() + timeout.toNanos();
    }

    public static Deadline in(Duration timeout) {
        return new Deadline(timeout);
    }

    /** How long the caller wanted to wait altogether; for messages. */
    public Duration timeout() {
        return timeout;
    }

    /** What is left; zero or negative once it has passed. */
    public long remainingMillis() {
        return (nanoTime - System.nanoTime()) / 1_000_000;
    }

    public boolean hasPassed() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
