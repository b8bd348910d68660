package io.concord.jcache.operation;

import io.concord.core.model.Key;
import io.concord.jcache.api.UnavailableException;
import java.time.Duration;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One lane for each key that is being changed in this JVM by processors or through a writer, so that these changes follow one
 * another: processors do not undo each other's attempts, and the writer hears of changes in the order in which the store does. It
 * proves nothing about other JVMs: compare-and-set does. As many lanes as there are keys under way.
 */
public final class KeyLanes {
    private final Alarms alarms;
    private final Map<Key, CompletableFuture<Void>> last = new HashMap<>();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();

    /** Runs something later. */
    @FunctionalInterface
    public interface Alarms {
        /**
         * Runs a short task once, on a thread that must not be held up.
         *
         * @return takes it back, if it has not run yet
         */
        Runnable after(Duration time, Runnable task);
    }

    /**
     * Who follows.
     *
     * @param where runs the change, if it had to wait
     * @param patience how much time it has, its wait included
     */
    public record Turn(Executor where, Duration patience) {}

    /** @param alarms tell who waits that its time is over */
    public KeyLanes(Alarms alarms) {
        this.alarms = alarms;
    }

    /**
     * Runs a change after those of its keys that came before, and tells it how much of its time is left. Whoever waits, waits for
     * earlier ones alone, so that nobody waits in a circle; and what a processor or a writer calls itself waits for nobody. A change
     * whose time is over before its turn fails as unavailable and never runs; those behind it still come after those before it.
     */
    public <R> CompletionStage<R> follow(
            Collection<Key> keys, Turn turn, Function<Duration, CompletionStage<R>> change) {
        if (busy.contains(Thread.currentThread())) {
            return change.apply(turn.patience());
        }
        var mine = new CompletableFuture<Void>();
        var before = enter(keys, mine);
        if (before.isEmpty()) {
            return CompletableFuture.completedFuture(mine)
                    .thenCompose(free -> change.apply(turn.patience()))
                    .whenComplete((result, failure) -> leave(keys, mine));
        }
        var free = CompletableFuture.allOf(before.toArray(CompletableFuture[]::new));
        return inTime(keys, turn, free)
                .thenComposeAsync(change, turn.where())
                .whenComplete((result, failure) -> free.thenRun(() -> leave(keys, mine)));
    }

    /** Completes with the time that is left when those before are done, or fails when none is. */
    private CompletableFuture<Duration> inTime(Collection<Key> keys, Turn turn, CompletableFuture<Void> free) {
        long since = System.nanoTime();
        var begins = new CompletableFuture<Duration>();
        var alarm = alarms.after(
                turn.patience(), () -> turn.where().execute(() -> begins.completeExceptionally(tooLate(keys, turn))));
        free.thenRun(() -> begins.complete(turn.patience().minusNanos(System.nanoTime() - since)));
        begins.whenComplete((left, failure) -> alarm.run());
        return begins;
    }

    private static UnavailableException tooLate(Collection<Key> keys, Turn turn) {
        var what = keys.size() == 1 ? "entry '" + keys.iterator().next() + "'" : keys.size() + " entries";
        return new UnavailableException(
                "the change of " + what + " was not begun: the time of "
                        + turn.patience().toMillis()
                        + " ms is over, and earlier changes of this JVM through a writer or by a processor are still under way;"
                        + " retry, or see why those take so long",
                null);
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
