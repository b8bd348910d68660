package io.concord.jcache.operation;

import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Precondition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Removals of one entry, of many and of all. */
public record Removals<K, V>(Call<K, V> call) {

    public CompletionStage<Boolean> remove(K key) {
        long since = System.nanoTime();
        return removed(key, false, written -> {
            var removed = hasRemoved(written);
            call.wiring().statistics().removals(removed ? 1 : 0, since);
            return removed;
        });
    }

    /** Completes with the entry that was removed. */
    public CompletionStage<EntryState<V>> getAndRemove(K key) {
        long since = System.nanoTime();
        return removed(key, true, written -> {
            call.wiring().statistics().get(written.before().isPresent(), since);
            call.wiring().statistics().removals(written.before().isPresent() ? 1 : 0, since);
            return written.before();
        });
    }

    private <R> CompletionStage<R> removed(K key, boolean returning, Function<Written<V>, R> result) {
        var name = call.name(key);
        var deleted = call.inTurn(List.of(name), turn -> {
            call.wiring().writer().delete(key);
            return new Removals<>(turn).delete(name, returning);
        });
        return call.told(deleted.thenApply(
                written -> new Done<>(result.apply(written), written.changed() ? written.revision() : 0)));
    }

    /** An entry that counts as a miss has to be read to know that it does. */
    private CompletionStage<Written<V>> delete(Key name, boolean returning) {
        return call.access()
                .delete(
                        name,
                        Precondition.none(),
                        returning || call.wiring().store().unreadableIsMiss());
    }

    /** Whether there was an entry that the application knew. */
    private boolean hasRemoved(Written<V> written) {
        return written.changed()
                && (!call.wiring().store().unreadableIsMiss()
                        || written.before().isPresent());
    }

    /** Removes the entry if it has this value. */
    public CompletionStage<Boolean> remove(K key, V expected) {
        long since = System.nanoTime();
        var statistics = call.wiring().statistics();
        var done = call.<Match>updateInTurn(call.name(key), state -> {
            if (!expected.equals(state.value())) {
                return new Decision<>(
                        state.isPresent()
                                ? Step.touch(state, call.wiring().expiry().forAccess())
                                : Step.leave(),
                        state.isPresent() ? Match.OTHER : Match.NONE);
            }
            call.wiring().writer().delete(key);
            return new Decision<>(Step.remove(state), Match.EQUAL);
        });
        return call.told(done.thenApply(change -> {
            statistics.get(change.result() != Match.NONE, since);
            statistics.removals(change.result() == Match.EQUAL ? 1 : 0, since);
            return new Done<>(change.result() == Match.EQUAL, change.revision());
        }));
    }

    private enum Match {
        NONE,
        OTHER,
        EQUAL
    }

    /** Removes these entries, or those that the writer took, and then fails as it did. */
    public CompletionStage<Long> removeAll(Set<? extends K> keys) {
        long since = System.nanoTime();
        var names = new HashMap<K, Key>();
        keys.forEach(key -> names.put(key, call.name(key)));
        return removedThrough(names, since);
    }

    /**
     * Removes all entries of a range by one operation. With a writer, those that there are when it begins, because the writer is told
     * each.
     */
    public CompletionStage<Long> removeAll(KeyRange range) {
        long since = System.nanoTime();
        if (call.wiring().writer().isConfigured()) {
            return allNames(new HashMap<>(), range, null).thenCompose(names -> removedThrough(names, since));
        }
        return call.told(call.access().deleteAll(range, false).thenApply(deleted -> {
            call.wiring().statistics().removals(deleted.count(), since);
            return new Done<>(deleted.count(), deleted.count() == 0 ? 0 : deleted.revision());
        }));
    }

    /** Removes all entries by one operation; no listener and no writer is told. */
    public CompletionStage<Long> clear() {
        return call.access().deleteAll(KeyRange.ALL, true).thenApply(deleted -> deleted.count());
    }

    /** Removes, as {@link #removeAll(KeyRange)}, the entries whose keys are lists of these elements and more. */
    public CompletionStage<Long> removeAllBeginning(List<?> elements) {
        return removeAll(KeyRange.prefix(call.wiring().store().keys().beginning(elements)));
    }

    private CompletionStage<Map<K, Key>> allNames(Map<K, Key> names, KeyRange range, @Nullable Key after) {
        return call.access().page(range, after).thenCompose(page -> {
            page.entries().forEach(entry -> names.put(entry.key(), entry.name()));
            return page.more() ? allNames(names, range, page.last()) : CompletableFuture.completedFuture(names);
        });
    }

    private CompletionStage<Long> removedThrough(Map<K, Key> names, long since) {
        return call.toldOfPart(call.inTurn(names.values(), turn -> {
            var taken = call.wiring().writer().deleteAll(names.keySet());
            names.keySet().retainAll(taken.done());
            return new Removals<>(turn)
                    .removedAll(names.values(), since)
                    .thenApply(done -> new Call.Part<>(done, taken.failure()));
        }));
    }

    private CompletionStage<Done<Long>> removedAll(Collection<Key> names, long since) {
        return Pipeline.each(names, name -> delete(name, false)).thenApply(all -> {
            var removed = all.stream().filter(this::hasRemoved).count();
            call.wiring().statistics().removals(removed, since);
            return new Done<>(
                    removed,
                    all.stream()
                            .filter(Written::changed)
                            .mapToLong(Written::revision)
                            .max()
                            .orElse(0));
        });
    }
}
