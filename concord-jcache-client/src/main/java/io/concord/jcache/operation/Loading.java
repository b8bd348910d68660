package io.concord.jcache.operation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Loads entries ahead of their use (JSR-107 {@code loadAll}); neither counted nor written through. */
public record Loading<K, V>(Call<K, V> call) {

    /** Loads these keys, or those of them that have no entry; completes with how many there were to store. */
    public CompletionStage<Integer> loadAll(Set<? extends K> keys, boolean replaceExisting) {
        return replaceExisting
                ? call.first(() -> load(new HashSet<>(keys), this::replaced))
                : missing(keys)
                        .thenCompose(missing -> call.first(() -> load(
                                missing.keySet(),
                                (key, value) -> kept(key, missing.getOrDefault(key, EntryState.absent()), value))));
    }

    /** The keys without an entry, each with what is there: perhaps one that counts as a miss. */
    private CompletionStage<Map<K, EntryState<V>>> missing(Set<? extends K> keys) {
        return Pipeline.each(new HashSet<K>(keys), this::found).thenApply(all -> {
            var missing = new HashMap<K, EntryState<V>>();
            all.stream().filter(found -> !found.present()).forEach(found -> missing.put(found.key(), found.state()));
            return missing;
        });
    }

    private record Found<K, V>(K key, boolean present, EntryState<V> state) {}

    private CompletionStage<Found<K, V>> found(K key) {
        var name = call.name(key);
        return call.wiring().store().unreadableIsMiss()
                ? call.access().get(name).thenApply(state -> new Found<>(key, state.isPresent(), state))
                : call.access().contains(name).thenApply(present -> new Found<>(key, present, EntryState.absent()));
    }

    private CompletionStage<Integer> load(Set<K> wanted, BiFunction<K, V, CompletionStage<Done<Boolean>>> store) {
        var loaded = call.wiring().loader().loadAll(wanted);
        return call.told(Pipeline.each(loaded.entrySet(), entry -> store.apply(entry.getKey(), entry.getValue()))
                .thenApply(all -> Call.all(all, all.size())));
    }

    private CompletionStage<Done<Boolean>> replaced(K key, V value) {
        var writes = new Writes<>(call);
        return writes.stored(writes.encoded(key, value));
    }

    private CompletionStage<Done<Boolean>> kept(K key, EntryState<V> miss, V value) {
        return new Reads<>(call).keep(call.name(key), miss, value).thenApply(done -> new Done<>(true, done.revision()));
    }
}
