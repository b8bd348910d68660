package io.concord.server.raft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;

/** Those who wait until this node has applied a revision. Completes them away from the thread that applies. */
final class AppliedRevisions {
    private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiting = new ConcurrentSkipListMap<>();
    private final Executor executor;
    private volatile long applied;

    AppliedRevisions(Executor executor) {
        this.executor = executor;
    }

    /** Completes once {@code revision} is applied; the caller bounds the wait. */
    CompletableFuture<Void> await(long revision) {
        if (applied >= revision) {
            return CompletableFuture.completedFuture(null);
        }
        var future = waiting.computeIfAbsent(revision, key -> new CompletableFuture<>());
        if (applied >= revision) {
            // Applied in between: nobody else may ever come by for it.
            release(revision);
        }
        return future.copy();
    }

    /** Called by the thread that applies. */
    void advance(long revision) {
        applied = revision;
        if (!waiting.isEmpty()) {
            release(revision);
        }
    }

    private void release(long revision) {
        var due = waiting.headMap(revision, true);
        while (!due.isEmpty()) {
            var first = due.pollFirstEntry();
            if (first != null) {
                executor.execute(() -> first.getValue().complete(null));
            }
        }
    }
}
