package io.concord.jcache.operation;

import io.concord.core.model.Key;
import io.concord.core.model.Tags;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One call of an application: the cache's wiring, and where the application's code runs. For a synchronous call that is the
 * thread that waits for it.
 */
public record Call<K, V>(CacheWiring<K, V> wiring, Caller where) {

    public EntryStore.Access<K, V> access() {
        return wiring.store().on(where);
    }

    public Key name(K key) {
        return wiring.store().keys().encode(key);
    }

    /** The value without tags. */
    public Content encoded(V value) {
        return encoded(value, Tags.NONE);
    }

    public Content encoded(V value, Tags tags) {
        return new Content(wiring.store().values().encode(value), tags);
    }

    /** Whether a conditional change can be left to the store, because nothing here has to know what the entry is. */
    boolean leavesConditionsToStore() {
        return wiring.expiry().isFixed()
                && !wiring.writer().isConfigured()
                && !wiring.store().unreadableIsMiss();
    }

    public <R> CompletionStage<Done<R>> update(Key name, Function<EntryState<V>, Decision<R>> decide) {
        return new EntryUpdate<>(access(), name, wiring.patience(), decide).run();
    }

    /** The result, once the synchronous listeners have been told of the change. */
    public <R> CompletionStage<R> told(CompletionStage<Done<R>> done) {
        return done.thenCompose(change -> change.revision() == 0
                ? CompletableFuture.completedFuture(change.result())
                : wiring.delivered().apply(change.revision()).thenApply(told -> change.result()));
    }

    /** Runs something of the application's, and goes on from there, unless nobody waits for it any more. */
    public <R> CompletionStage<R> first(Supplier<CompletionStage<R>> step) {
        return CompletableFuture.completedFuture(wiring)
                .thenComposeAsync(ready -> where.isWaiting() ? step.get() : EntryStore.interrupted(), where);
    }

    /** Several changes as one: its revision is the last one's. */
    static <R, S> Done<S> all(Collection<Done<R>> changes, S result) {
        return new Done<>(
                result, changes.stream().mapToLong(Done::revision).max().orElse(0));
    }
}
