package io.concord.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Ten threads that do something at once. */
public final class Threads {
    private static final int TEN = 10;
    private static final long PATIENCE_SECONDS = 60;
    private static final long OVERLAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Threads() {}

    /** What each of them came to. */
    public static <T> List<T> ten(IntFunction<T> work) {
        var together = new CyclicBarrier(TEN);
        var threads = Executors.newFixedThreadPool(TEN);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (var i = 0; i < TEN; i++) {
                var number = i;
                futures.add(threads.submit(() -> {
                    together.await();
                    return work.apply(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (var future : futures) {
                results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a thread came to nothing", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Makes it likely, not certain, that others come meanwhile: what is tested must hold whether they do or not. */
    public static void giveOthersTime() {
        LockSupport.parkNanos(OVERLAP_NANOS);
    }
}
