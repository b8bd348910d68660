package io.concord.jcache.operation;

import io.concord.core.model.Key;
import io.concord.jcache.api.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an entry, has a function decide, and takes the step if the entry has not changed meanwhile; otherwise decides anew
 * from what it is now. Some updater always wins, so that all together make progress; one that does not win until the
 * deadline is unavailable. All requests together have one deadline, which the time that the function takes puts off: it is the
 * application's.
 *
 * @param decide runs once for each attempt, and not at all once the caller was interrupted
 */
record EntryUpdate<V, R>(
        EntryStore.Access<?, V> access, Key key, Duration patience, Function<EntryState<V>, Decision<R>> decide) {

    CompletionStage<Done<R>> run() {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        return access.within(patience).get(key).thenCompose(state -> attempt(state, deadlineNanos));
    }

    private CompletionStage<Done<R>> attempt(EntryState<V> state, long deadlineNanos) {
        if (!access.where().isWaiting()) {
            return EntryStore.interrupted();
        }
        long since = System.nanoTime();
        var decision = decide.apply(state);
        long now = System.nanoTime();
        return decided(state, decision, deadlineNanos + now - since, now);
    }

    private CompletionStage<Done<R>> decided(
            EntryState<V> state, Decision<R> decision, long deadlineNanos, long nowNanos) {
        var left = Duration.ofNanos(Math.max(0, deadlineNanos - nowNanos));
        var taken = taken(access.within(left), decision.step(), state);
        if (taken == null) {
            return CompletableFuture.completedFuture(Done.unchanged(decision.result()));
        }
        return taken.thenCompose(written -> {
            if (written.changed()) {
                return CompletableFuture.completedFuture(new Done<>(decision.result(), written.revision()));
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                return CompletableFuture.failedFuture(new UnavailableException(
                        "entry '" + key + "' was changed by others at each attempt for " + patience
                                + "; nothing happened, so retry",
                        null));
            }
            return attempt(written.before(), deadlineNanos);
        });
    }

    /** Null where there is nothing to do. A touch is lost where somebody has changed the entry, which is as good. */
    private @Nullable CompletionStage<Written<V>> taken(
            EntryStore.Access<?, V> access, Step step, EntryState<V> state) {
        if (step instanceof Step.Write write) {
            return access.put(key, write.content(), state.unchanged(), write.expiry(), true);
        }
        if (step instanceof Step.Remove) {
            return access.delete(key, state.unchanged(), true);
        }
        if (step instanceof Step.Touch touch) {
            return access.touch(key, state.unchanged(), touch.expiry())
                    .thenApply(touched -> new Written<>(true, 0, state.version(), state));
        }
        return null;
    }
}
