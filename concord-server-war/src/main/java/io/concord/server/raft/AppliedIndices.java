package io.concord.server.raft;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Those who wait until this node has applied an index of the log. Completes them away from the thread that applies. */
final class AppliedIndices {
    /** @param ticket tells those apart who wait for the same index */
    private record Waiter(long index, long ticket) {
        private static final Comparator<Waiter> ORDER =
                Comparator.comparingLong(Waiter::index).thenComparingLong(Waiter::ticket);
    }

    private final ConcurrentSkipListMap<Waiter, CompletableFuture<Void>> waiting =
            new ConcurrentSkipListMap<>(Waiter.ORDER);

    private final AtomicLong tickets = new AtomicLong();
    private final Executor executor;
    private volatile long applied;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    AppliedIndices(Executor executor) {
        this.executor = executor;
    }

    /** Completes once {@code index} is applied; the caller bounds the wait and cancels when it gives up. */
    CompletableFuture<Void> await(long index) {
        if (applied >= index) {
            return CompletableFuture.completedFuture(null);
        }
        var waiter = new Waiter(index, tickets.incrementAndGet());
        var future = new CompletableFuture<Void>();
        waiting.put(waiter, future);
        future.whenComplete((done, failure) -> waiting.remove(waiter));
        if (applied >= index) {
            // Applied in between: nobody else may ever come by for it.
            release(applied);
        }
        return future;
    }

    /** Has somebody told after each step, beside those who are told already, by the thread that applies. */
    void onAdvance(Runnable told) {
        listeners.add(told);
    }

    /** Called by the thread that applies. */
    void advance(long index) {
        applied = index;
        listeners.forEach(Runnable::run);
        if (!waiting.isEmpty()) {
            release(index);
        }
    }

    int waiting() {
        return waiting.size();
    }

    private void release(long index) {
        for (var waiter : waiting.headMap(new Waiter(index, Long.MAX_VALUE)).keySet()) {
            // Removed here, so that each is handed over once however fast indices follow each other.
            var due = waiting.remove(waiter);
            if (due != null) {
                executor.execute(() -> due.complete(null));
            }
        }
    }
}
