package io.concord.spring;

import io.concord.spring.SingleLoads.Load;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads that load what is not there, once in this JVM for each key. What another JVM has stored meanwhile wins, so that all get
 * the same value. Values are as they are stored.
 *
 * @param form turns what a loader returns into what is stored
 * @param continuations where the application's code runs that nobody waits for
 */
// Justification: stages have null for an entry that does not exist.
@SuppressWarnings("NullAway")
record LoadingReads(Reach reach, SingleLoads loads, StoredForm form, Executor continuations) {

    /** How the cache stores what a loader returns. */
    interface StoredForm {
        Object stored(@Nullable Object value);

        /** The tags of the entry. */
        Set<String> tags(Object key, Object stored);
    }

    /** What a loader threw. */
    static final class LoadFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        LoadFailure(Throwable cause) {
            super(cause);
        }
    }

    /**
     * Waits.
     *
     * @throws LoadFailure with what the loader threw
     */
    Object get(Object key, Callable<?> loader) {
        var seen = loads.ended();
        var found = reach.get(key);
        return found == null ? loadedOnce(key, loader, seen) : found;
    }

    private Object loadedOnce(Object key, Callable<?> loader, long seen) {
        var mine = new Load(key, Thread.currentThread());
        var load = loads.join(mine);
        if (load == mine) {
            perform(load, loader, seen);
        } else if (load.isOfThisThread()) {
            // A loader that asks for its own key would wait for itself.
            return called(loader);
        }
        return Stages.await(load.value());
    }

    /** An entry may have been stored since it was looked for, by a load that has ended; otherwise it need not be looked for again. */
    // Justification: whatever it is that is thrown, it must end the load.
    @SuppressWarnings("CatchingUnchecked")
    private void perform(Load load, Callable<?> loader, long seen) {
        try {
            var found = loads.ended() == seen ? null : reach.get(load.key());
            loads.end(load, found == null ? Stages.await(kept(load, called(loader))) : found, null);
        } catch (Throwable e) {
            loads.end(load, null, e);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private Object called(Callable<?> loader) {
        try {
            return form.stored(loader.call());
        } catch (Throwable e) {
            throw new LoadFailure(e);
        }
    }

    /** Never waits; fails with what the loader failed with. */
    CompletionStage<Object> getAsync(Object key, Supplier<? extends CompletableFuture<?>> loader) {
        var seen = loads.ended();
        return reach.getAsync(key)
                .thenComposeAsync(
                        found -> found == null
                                ? loadedOnceAsync(key, loader, seen)
                                : CompletableFuture.completedFuture(found),
                        continuations)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        Stages.cause(failure) instanceof LoadFailure loadFailure
                                ? Stages.cause(loadFailure.getCause())
                                : failure));
    }

    private CompletionStage<Object> loadedOnceAsync(
            Object key, Supplier<? extends CompletableFuture<?>> loader, long seen) {
        var mine = new Load(key, null);
        var load = loads.join(mine);
        if (load == mine) {
            begin(load, loader, seen).whenComplete((value, failure) -> loads.end(load, value, failure));
        }
        return load.value().thenApplyAsync(value -> value, continuations);
    }

    private CompletionStage<Object> begin(Load load, Supplier<? extends CompletableFuture<?>> loader, long seen) {
        if (loads.ended() == seen) {
            return calledAsync(loader).thenCompose(value -> kept(load, value));
        }
        return reach.getAsync(load.key())
                .thenComposeAsync(
                        found -> found == null
                                ? calledAsync(loader).thenCompose(value -> kept(load, value))
                                : CompletableFuture.completedFuture(found),
                        continuations);
    }

    @SuppressWarnings("CatchingUnchecked")
    private CompletionStage<Object> calledAsync(Supplier<? extends CompletableFuture<?>> loader) {
        try {
            return loader.get().<Object>thenApply(form::stored).exceptionallyCompose(LoadingReads::loadFailure);
        } catch (Throwable e) {
            return loadFailure(e);
        }
    }

    private static CompletableFuture<Object> loadFailure(Throwable failure) {
        return CompletableFuture.failedFuture(new LoadFailure(Stages.cause(failure)));
    }

    /** Stores what was loaded, unless it was evicted meanwhile; completes with the entry that there is then. */
    private CompletionStage<Object> kept(Load load, Object value) {
        if (reach.isOut()) {
            return CompletableFuture.completedFuture(value);
        }
        var tags = form.tags(load.key(), value);
        var begun = loads.unlessOvertaken(load, () -> reach.entries().putIfAbsent(load.key(), value, tags));
        return begun == null
                ? CompletableFuture.completedFuture(value)
                : reach.forgiving(begun.thenApply(there -> there == null ? value : there), value);
    }
}
