package io.concord.jcache.operation;

import io.concord.core.model.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * One lane for each key that is being changed in this JVM by processors or through a writer, so that these changes follow one
 * another: processors do not undo each other's attempts, and the writer hears of changes in the order in which the store does. It
 * proves nothing about other JVMs: compare-and-set does. As many lanes as there are keys under way.
 */
public final class KeyLanes {
    private final Map<Key, CompletableFuture<Void>> last = new HashMap<>();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();

    /**
     * Runs a change after those of its keys that came before, on the executor if there are any. Whoever waits, waits for earlier ones
     * alone, so that nobody waits in a circle; and what a processor or a writer calls itself waits for nobody.
     */
    public <R> CompletionStage<R> follow(Collection<Key> keys, Executor where, Supplier<CompletionStage<R>> change) {
        if (busy.contains(Thread.currentThread())) {
            return change.get();
        }
        var mine = new CompletableFuture<Void>();
        var before = enter(keys, mine);
        var begun = before.isEmpty()
                ? CompletableFuture.completedFuture(mine).thenCompose(free -> change.get())
                : CompletableFuture.allOf(before.toArray(CompletableFuture[]::new))
                        .thenComposeAsync(free -> change.get(), where);
        return begun.whenComplete((result, failure) -> leave(keys, mine));
    }

    /** Marks this thread as running a processor or a writer. */
    public <R> R busy(Supplier<R> code) {
        var begins = busy.add(Thread.currentThread());
        try {
            return code.get();
        } finally {
            if (begins) {
                busy.remove(Thread.currentThread());
            }
        }
    }

    private List<CompletableFuture<Void>> enter(Collection<Key> keys, CompletableFuture<Void> mine) {
        var before = new ArrayList<CompletableFuture<Void>>();
        synchronized (last) {
            for (var key : keys) {
                var previous = last.put(key, mine);
                if (previous != null && previous != mine) {
                    before.add(previous);
                }
            }
        }
        return before;
    }

    private void leave(Collection<Key> keys, CompletableFuture<Void> mine) {
        synchronized (last) {
            keys.forEach(key -> last.remove(key, mine));
        }
        mine.complete(null);
    }
}
