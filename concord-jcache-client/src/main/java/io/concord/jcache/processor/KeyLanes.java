package io.concord.jcache.processor;

import io.concord.core.model.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * One lane for each key that is being processed in this JVM, so that its processors follow one another instead of undoing each
 * other's attempts. It spares work and proves nothing: compare-and-set does. As many lanes as there are invocations under way.
 */
final class KeyLanes {
    private final ConcurrentHashMap<Key, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, Thread> processing = new ConcurrentHashMap<>();

    /** Runs an invocation after those of the key that came before, on the executor if there are any. */
    <R> CompletionStage<R> follow(Key key, Executor where, Supplier<CompletionStage<R>> invocation) {
        if (processing.get(key) == Thread.currentThread()) {
            return invocation.get();
        }
        var mine = new CompletableFuture<Void>();
        var before = last.put(key, mine);
        return begun(
                        before == null ? CompletableFuture.completedFuture(null) : before,
                        before == null,
                        where,
                        invocation)
                .whenComplete((result, failure) -> {
                    last.remove(key, mine);
                    mine.complete(null);
                });
    }

    /** Marks the processor of the key as running on this thread, so that it may invoke another one without waiting for itself. */
    <R> R processing(Key key, Supplier<R> processor) {
        var outer = processing.put(key, Thread.currentThread());
        try {
            return processor.get();
        } finally {
            if (outer == null) {
                processing.remove(key);
            }
        }
    }

    private static <R> CompletionStage<R> begun(
            CompletableFuture<Void> before, boolean atOnce, Executor where, Supplier<CompletionStage<R>> invocation) {
        return atOnce
                ? before.thenCompose(free -> invocation.get())
                : before.thenComposeAsync(free -> invocation.get(), where);
    }
}
