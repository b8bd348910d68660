package io.concord.jcache.transport;

import java.util.function.DoubleSupplier;

/**
 * How long to wait after so many failures in a row: twice as long each time up to a bound, of which half is by chance, so that
 * clients that failed together do not come back together.
 */
public record Backoff(long firstNanos, long mostNanos, DoubleSupplier random) {
    private static final int DOUBLINGS_MAX = 30;

    public long nanos(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), DOUBLINGS_MAX);
        long full = firstNanos > mostNanos >> doublings ? mostNanos : firstNanos << doublings;
        long certain = full / 2;
        return certain + (long) (certain * random.getAsDouble());
    }
}
