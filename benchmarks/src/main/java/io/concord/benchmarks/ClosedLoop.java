package io.concord.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Keeps so many operations outstanding for so long, and counts. */
final class ClosedLoop {
    private static final int SAMPLES_MAX = 2_000_000;

    /**
     * What came of it.
     *
     * @param longestGapMillis between two answers
     */
    record Result(double perSecond, double p50Micros, double p99Micros, double longestGapMillis) {
        @Override
        public String toString() {
            return String.format(
                    "%,9.0f/s   p50 %,8.0f us   p99 %,9.0f us   longest gap %,7.1f ms",
                    perSecond, p50Micros, p99Micros, longestGapMillis);
        }
    }

    private final LongFunction<CompletionStage<?>> operation;
    private final long endNanos;
    private final AtomicLong started = new AtomicLong();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();
    private final long[] nanos = new long[SAMPLES_MAX];
    private final CountDownLatch lanes;

    private ClosedLoop(LongFunction<CompletionStage<?>> operation, int outstanding, long seconds) {
        this.operation = operation;
        this.endNanos = System.nanoTime() + seconds * 1_000_000_000L;
        this.lanes = new CountDownLatch(outstanding);
    }

    static Result run(int outstanding, long seconds, LongFunction<CompletionStage<?>> operation) {
        var loop = new ClosedLoop(operation, outstanding, seconds);
        var begin = System.nanoTime();
        for (var i = 0; i < outstanding; i++) {
            loop.next();
        }
        try {
            loop.lanes.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return loop.result(System.nanoTime() - begin);
    }

    private void next() {
        var begin = System.nanoTime();
        if (begin >= endNanos) {
            lanes.countDown();
            return;
        }
        operation.apply(started.incrementAndGet()).whenComplete((value, failure) -> {
            var now = System.nanoTime();
            if (failure == null) {
                var i = finished.getAndIncrement();
                if (i < SAMPLES_MAX) {
                    nanos[i] = now - begin;
                }
                var before = lastAnswer.getAndSet(now);
                longestGap.accumulateAndGet(now - before, Math::max);
            }
            next();
        });
    }

    private Result result(long elapsed) {
        var count = finished.get();
        var sorted = Arrays.copyOf(nanos, Math.min(count, SAMPLES_MAX));
        Arrays.sort(sorted);
        return new Result(
                count * 1e9 / elapsed,
                sorted.length == 0 ? 0 : sorted[sorted.length / 2] / 1e3,
                sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / 1e3,
                longestGap.get() / 1e6);
    }
}
