package io.concord.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** So many threads that each do one thing after the other, as callers of a blocking interface. */
final class Callers {
    /** What one of them does. */
    interface Step {
        /**
         * Does it once.
         *
         * @param number how many this caller has done before
         */
        void run(int caller, int number);
    }

    private final Step step;
    private final long endNanos;
    private final long[][] nanos;
    private final int[] counts;
    private final CountDownLatch ended;

    private Callers(int callers, long seconds, Step step) {
        this.step = step;
        this.endNanos = System.nanoTime() + seconds * 1_000_000_000L;
        this.nanos = new long[callers][];
        this.counts = new int[callers];
        this.ended = new CountDownLatch(callers);
    }

    /** Runs them; fails if one of them fails. */
    static ClosedLoop.Result run(int callers, long seconds, Step step) {
        var all = new Callers(callers, seconds, step);
        var begin = System.nanoTime();
        for (var caller = 0; caller < callers; caller++) {
            var number = caller;
            new Thread(() -> all.loop(number), "caller-" + caller).start();
        }
        try {
            all.ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all.result(System.nanoTime() - begin);
    }

    private void loop(int caller) {
        try {
            var samples = new long[1024];
            for (var i = 0; System.nanoTime() < endNanos; i++) {
                if (i == samples.length) {
                    samples = Arrays.copyOf(samples, 2 * i);
                }
                var begin = System.nanoTime();
                step.run(caller, i);
                samples[i] = System.nanoTime() - begin;
                counts[caller] = i + 1;
            }
            nanos[caller] = samples;
        } finally {
            ended.countDown();
        }
    }

    private ClosedLoop.Result result(long elapsed) {
        var count = Arrays.stream(counts).sum();
        var sorted = new long[count];
        var filled = 0;
        for (var caller = 0; caller < counts.length; caller++) {
            if (nanos[caller] == null) {
                throw new IllegalStateException("a caller has failed");
            }
            System.arraycopy(nanos[caller], 0, sorted, filled, counts[caller]);
            filled += counts[caller];
        }
        Arrays.sort(sorted);
        return new ClosedLoop.Result(
                count * 1e9 / elapsed, sorted[count / 2] / 1e3, sorted[(int) (count * 0.99)] / 1e3, 0);
    }
}
