package io.concord.jcache.operation;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Loads entries ahead of their use (JSR-107 {@code loadAll}); neither counted nor written through. */
public record Loading<K, V>(Call<K, V> call) {

    /** Loads these keys, or those of them that have no entry; completes with how many there were to store. */
    public CompletionStage<Integer> loadAll(Set<? extends K> keys, boolean replaceExisting) {
        return (replaceExisting ? CompletableFuture.completedFuture(new HashSet<K>(keys)) : missing(keys))
                .thenCompose(wanted -> call.first(() -> load(wanted, replaceExisting)));
    }

    private CompletionStage<HashSet<K>> missing(Set<? extends K> keys) {
        var missing = new HashSet<K>(keys);
        return Pipeline.each(
                        new HashSet<K>(keys),
                        key -> call.access().contains(call.name(key)).thenApply(present -> new Found<>(key, present)))
                .thenApply(all -> {
                    all.stream().filter(Found::present).forEach(found -> missing.remove(found.key()));
                    return missing;
                });
    }

    private record Found<K>(K key, boolean present) {}

    private CompletionStage<Integer> load(Set<K> wanted, boolean replaceExisting) {
        var loaded = call.wiring().loader().loadAll(wanted);
        return call.told(
                Pipeline.each(loaded.entrySet(), entry -> stored(entry.getKey(), entry.getValue(), replaceExisting))
                        .thenApply(all -> Call.all(all, all.size())));
    }

    private CompletionStage<Done<Boolean>> stored(K key, V value, boolean replaceExisting) {
        if (replaceExisting) {
            var writes = new Writes<>(call);
            return writes.stored(writes.encoded(key, value));
        }
        return new Reads<>(call)
                .keep(call.name(key), EntryState.absent(), value)
                .thenApply(done -> new Done<>(true, done.revision()));
    }
}
