package io.concord.server.service;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The last of a row of durations, in nanoseconds, and how they are spread. For any thread. */
public final class RecentTimes implements LongConsumer {
    /** Enough for a 99th percentile of ten; eight minutes of a cluster that nobody uses, which syncs twice a second. */
    static final int KEPT = 1_024;

    /**
     * How the times are spread.
     *
     * @param count how many there are
     * @param over how long ago the oldest of them was told
     */
    public record Spread(int count, Duration over, Duration median, Duration p99, Duration max) {}

    private final LongSupplier nanoTime;
    private final long[] times = new long[KEPT];
    private final long[] toldAt = new long[KEPT];
    private long told;

    /** @param nanoTime as {@link System#nanoTime} */
    public RecentTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void accept(long nanos) {
        int at = (int) (told % KEPT);
        times[at] = nanos;
        toldAt[at] = nanoTime.getAsLong();
        told++;
    }

    /** Empty before the first. */
    public synchronized Optional<Spread> spread() {
        if (told == 0) {
            return Optional.empty();
        }
        int count = (int) Math.min(told, KEPT);
        var sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        var oldest = toldAt[told > KEPT ? (int) (told % KEPT) : 0];
        return Optional.of(new Spread(
                count,
                Duration.ofNanos(nanoTime.getAsLong() - oldest),
                Duration.ofNanos(percentile(sorted, 50)),
                Duration.ofNanos(percentile(sorted, 99)),
                Duration.ofNanos(sorted[count - 1])));
    }

    /** The smallest that is not exceeded by so many of a hundred. */
    private static long percentile(long[] sorted, int percent) {
        return sorted[(sorted.length * percent + 99) / 100 - 1];
    }
}
