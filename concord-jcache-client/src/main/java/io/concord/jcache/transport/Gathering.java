package io.concord.jcache.transport;

import java.util.concurrent.TimeUnit;

/**
 * Callers who were answered together mostly come again at once: for a moment they are awaited, so that what they submit goes in
 * one request and not in several. A thread that submits many operations is one caller, so one alone awaits nobody. Where
 * the others do not come, they are awaited more and more rarely. Guarded by the lock of the {@link Dispatcher}.
 */
final class Gathering {
    static final long NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int ANSWERS_PASSED_OVER_MAX = 64;

    private long round;
    private int awaited;
    private int missing;
    private int toPassOver;
    private int passedOver;

    /**
     * Callers were answered.
     *
     * @return whether those are awaited now, until {@link #timeIsOver}
     */
    boolean begin(int callers) {
        if (isOpen() || callers < 2) {
            return false;
        }
        if (passedOver < toPassOver) {
            passedOver++;
            return false;
        }
        passedOver = 0;
        round++;
        awaited = callers;
        missing = callers;
        return true;
    }

    /** Whether anybody is awaited. */
    boolean isOpen() {
        return missing > 0;
    }

    /** One has come; returns whether that was the last. */
    boolean arrived() {
        missing--;
        if (missing == 0) {
            toPassOver = 0;
        }
        return missing == 0;
    }

    /** The number of the moment that began last. */
    long round() {
        return round;
    }

    /** The moment of a round is over, and nobody is awaited any more; returns whether anybody was. */
    boolean timeIsOver(long ofRound) {
        if (!isOpen() || ofRound != round) {
            return false;
        }
        toPassOver = missing * 2 > awaited ? Math.min(ANSWERS_PASSED_OVER_MAX, 1 + 2 * toPassOver) : 0;
        missing = 0;
        return true;
    }
}
