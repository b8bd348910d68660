package io.concord.jcache.operation;

import io.concord.core.model.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads, with their access expiry, read-through and hits and misses. Each is linearizable, but for those that a near cache answers
 * within a bound of staleness.
 */
public record Reads<K, V>(Call<K, V> call) {
    private record Looked<K, V>(K key, Key name, EntryState<V> state) {}

    /** Whether there is an entry, from the same place as {@link #get}: within a bound of staleness the two agree. */
    public CompletionStage<Boolean> containsKey(K key) {
        var name = call.name(key);
        if (looks()) {
            return call.access().sees(name);
        }
        return call.wiring().store().unreadableIsMiss()
                ? call.access().get(name).thenApply(EntryState::isPresent)
                : call.access().contains(name);
    }

    /** Whether a read neither gives nor may give another lifetime, and so needs not go to the cluster. */
    private boolean looks() {
        var expiry = call.wiring().expiry();
        return expiry.isFixed() && expiry.fixedForAccess().isEmpty();
    }

    /** The entry; where there is none, what the loader has. */
    public CompletionStage<EntryState<V>> get(K key) {
        long since = System.nanoTime();
        var name = call.name(key);
        return accessed(name).thenCompose(state -> {
            call.wiring().statistics().get(state.isPresent(), since);
            return state.isPresent() || !call.wiring().loader().onMiss()
                    ? CompletableFuture.completedFuture(state)
                    : call.first(() -> loaded(key, name, state));
        });
    }

    /** The entry, and never the loader. */
    public CompletionStage<EntryState<V>> getStored(K key) {
        long since = System.nanoTime();
        return accessed(call.name(key)).thenApply(state -> {
            call.wiring().statistics().get(state.isPresent(), since);
            return state;
        });
    }

    /** The entries that there are, and those that the loader has. */
    public CompletionStage<Map<K, V>> getAll(Set<? extends K> keys) {
        long since = System.nanoTime();
        return Pipeline.each(new HashSet<K>(keys), this::looked).thenCompose(all -> {
            var found = new HashMap<K, V>();
            var missing = new HashMap<K, Looked<K, V>>();
            all.forEach(looked -> {
                var value = looked.state().value();
                if (value == null) {
                    missing.put(looked.key(), looked);
                } else {
                    found.put(looked.key(), value);
                }
            });
            call.wiring().statistics().gets(found.size(), missing.size(), since);
            return missing.isEmpty() || !call.wiring().loader().onMiss()
                    ? CompletableFuture.completedFuture(found)
                    : call.first(() -> withLoaded(found, missing));
        });
    }

    private CompletionStage<Looked<K, V>> looked(K key) {
        var name = call.name(key);
        return accessed(name).thenApply(state -> new Looked<>(key, name, state));
    }

    /** Reads an entry and gives it the lifetime that an access does; from memory only where none does. */
    private CompletionStage<EntryState<V>> accessed(Key name) {
        var expiry = call.wiring().expiry();
        if (expiry.isFixed()) {
            return expiry.fixedForAccess()
                    .map(lifetime -> call.access().getAndTouch(name, lifetime))
                    .orElseGet(() -> call.access().look(name));
        }
        return call.access().get(name).thenCompose(state -> touched(name, state));
    }

    /** An entry of a page is handed out: counts it as found, and gives it the lifetime that an access does. */
    public CompletionStage<EntryState<V>> iterated(EntryStore.KeyedState<K, V> entry) {
        call.wiring().statistics().get(true, System.nanoTime());
        return touched(entry.name(), entry.state());
    }

    /** The same entry, once it has the lifetime that an access gives it. */
    private CompletionStage<EntryState<V>> touched(Key name, EntryState<V> state) {
        if (!state.isPresent()) {
            return CompletableFuture.completedFuture(state);
        }
        var step = Step.touch(state, call.wiring().expiry().forAccess());
        if (step instanceof Step.Touch touch) {
            return call.access().touch(name, state.unchanged(), touch.expiry()).thenApply(done -> state);
        }
        if (step instanceof Step.Remove) {
            return call.access().delete(name, state.unchanged(), false).thenApply(done -> state);
        }
        return CompletableFuture.completedFuture(state);
    }

    private CompletionStage<EntryState<V>> loaded(K key, Key name, EntryState<V> miss) {
        var value = call.wiring().loader().load(key);
        return value == null ? CompletableFuture.completedFuture(miss) : call.told(keep(name, miss, value));
    }

    private CompletionStage<Map<K, V>> withLoaded(Map<K, V> found, Map<K, Looked<K, V>> missing) {
        var loaded = call.wiring().loader().loadAll(missing.keySet());
        var kept = Pipeline.each(
                missing.values().stream()
                        .filter(miss -> loaded.containsKey(miss.key()))
                        .toList(),
                miss -> kept(miss, Objects.requireNonNull(loaded.get(miss.key()))));
        return call.told(kept.thenApply(all -> {
            all.forEach(done -> found.put(done.result().getKey(), done.result().getValue()));
            return Call.all(all, found);
        }));
    }

    private CompletionStage<Done<Map.Entry<K, V>>> kept(Looked<K, V> miss, V loaded) {
        return keep(miss.name(), miss.state(), loaded).thenApply(done -> {
            var value = done.result().value();
            return new Done<>(Map.entry(miss.key(), value == null ? loaded : value), done.revision());
        });
    }

    /** Stores what was loaded, unless somebody has stored something meanwhile, which is what there is then. */
    CompletionStage<Done<EntryState<V>>> keep(Key name, EntryState<V> miss, V value) {
        var unstored = new EntryState<>(value, 0, 0);
        var lifetime = call.wiring().expiry().forCreation();
        if (lifetime.isEmpty()) {
            return CompletableFuture.completedFuture(Done.unchanged(unstored));
        }
        return call.access()
                .put(name, call.encoded(value), miss.unchanged(), lifetime.get(), true)
                .thenApply(written -> {
                    if (written.changed()) {
                        return new Done<>(
                                new EntryState<>(value, written.revision(), written.version()), written.revision());
                    }
                    return Done.unchanged(written.before().isPresent() ? written.before() : unstored);
                });
    }
}
