package io.concord.jcache.operation;

import io.concord.core.model.Key;
import io.concord.core.model.Tags;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * One call of an application: the cache's wiring, and where the application's code runs. For a synchronous call that is the
 * thread that waits for it.
 *
 * @param patience how much time an operation of the store has: less than the whole after a wait in {@link KeyLanes}
 */
public record Call<K, V>(CacheWiring<K, V> wiring, Caller where, Duration patience) {

    /** One that has waited for nothing. */
    public Call(CacheWiring<K, V> wiring, Caller where) {
        this(wiring, where, wiring.patience());
    }

    public EntryStore.Access<K, V> access() {
        return wiring.store().on(where, patience);
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

    /**
     * Begins a change of entries: at once, where no writer has to hear of it; otherwise after the changes of these keys that came
     * before in this JVM, so that the writer hears of them in the order in which the store does.
     *
     * @param change is given this call, with the time that is left
     */
    <R> CompletionStage<R> inTurn(Collection<Key> names, Function<Call<K, V>, CompletionStage<R>> change) {
        return wiring.writer().isConfigured()
                ? follow(names, turn -> turn.first(() -> change.apply(turn)))
                : change.apply(this);
    }

    /** Begins a change after those of these keys that came before in the cache's lanes; it is given the call with what is left. */
    public <R> CompletionStage<R> follow(Collection<Key> names, Function<Call<K, V>, CompletionStage<R>> change) {
        return wiring.lanes()
                .follow(
                        names,
                        new KeyLanes.Turn(where, patience),
                        left -> change.apply(new Call<>(wiring, where, left)));
    }

    /** An update in the turn of its key. */
    <R> CompletionStage<Done<R>> updateInTurn(Key name, Function<EntryState<V>, Decision<R>> decide) {
        return inTurn(List.of(name), turn -> turn.update(name, decide));
    }

    public <R> CompletionStage<Done<R>> update(Key name, Function<EntryState<V>, Decision<R>> decide) {
        return new EntryUpdate<>(access(), name, patience, decide).run();
    }

    /** The result, once the synchronous listeners have been told of the change. */
    public <R> CompletionStage<R> told(CompletionStage<Done<R>> done) {
        return done.thenCompose(change -> change.revision() == 0
                ? CompletableFuture.completedFuture(change.result())
                : wiring.delivered().apply(change.revision()).thenApply(told -> change.result()));
    }

    /** As {@link #told}, and then fails where the writer did not take all. */
    <R> CompletionStage<R> toldOfPart(CompletionStage<Part<R>> changed) {
        return changed.thenCompose(part -> told(CompletableFuture.completedFuture(part.done()))
                .thenCompose(result -> part.failure() == null
                        ? CompletableFuture.completedFuture(result)
                        : CompletableFuture.failedFuture(part.failure())));
    }

    /**
     * What became of many entries.
     *
     * @param done the change of those that the writer took
     * @param failure why it did not take the others; null if there are none
     */
    record Part<R>(Done<R> done, @Nullable CacheWriterException failure) {}

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
