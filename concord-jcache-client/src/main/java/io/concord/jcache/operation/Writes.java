package io.concord.jcache.operation;

import io.concord.core.model.Key;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Writes that ask nothing of the entry before, or no more than to be told it. */
public record Writes<K, V>(Call<K, V> call) {
    record Encoded<K>(K key, Key name, Content content) {}

    public CompletionStage<Boolean> put(K key, V value) {
        return put(key, value, Tags.NONE);
    }

    /** Completes as {@link #put(Object, Object)} does; the entry has these tags from then on, and no others. */
    public CompletionStage<Boolean> put(K key, V value, Tags tags) {
        long since = System.nanoTime();
        var entry = new Encoded<>(key, call.name(key), call.encoded(value, tags));
        var stored = call.inTurn(List.of(entry.name()), turn -> {
            call.wiring().writer().write(key, value);
            return new Writes<>(turn).stored(entry);
        });
        return call.told(stored.thenApply(done -> counted(done, since)));
    }

    /** Stores all entries, or those that the writer took, and then fails as it did. */
    public CompletionStage<Long> putAll(Map<? extends K, ? extends V> entries) {
        long since = System.nanoTime();
        var encoded = new ArrayList<Encoded<K>>(entries.size());
        entries.forEach((key, value) -> encoded.add(encoded(key, value)));
        var names = encoded.stream().map(Encoded::name).toList();
        return call.toldOfPart(call.inTurn(names, turn -> {
            var written = call.wiring().writer().writeAll(entries);
            var taken = encoded.stream()
                    .filter(entry -> written.done().contains(entry.key()))
                    .toList();
            return new Writes<>(turn)
                    .storedAll(taken, since)
                    .thenApply(done -> new Call.Part<>(done, written.failure()));
        }));
    }

    /** Completes with the entry before. */
    public CompletionStage<EntryState<V>> getAndPut(K key, V value) {
        long since = System.nanoTime();
        var entry = encoded(key, value);
        return call.told(call.inTurn(List.of(entry.name()), turn -> {
            call.wiring().writer().write(key, value);
            return new Writes<>(turn).exchanged(entry, since);
        }));
    }

    private CompletionStage<Done<EntryState<V>>> exchanged(Encoded<K> entry, long since) {
        var statistics = call.wiring().statistics();
        if (call.wiring().expiry().isFixed()) {
            return put(entry, true).thenApply(written -> {
                statistics.get(written.before().isPresent(), since);
                statistics.puts(1, since);
                return new Done<>(written.before(), written.revision());
            });
        }
        return call.update(entry.name(), state -> decided(entry, state)).thenApply(done -> {
            statistics.get(done.result().before().isPresent(), since);
            statistics.puts(done.result().stored() ? 1 : 0, since);
            return new Done<>(done.result().before(), done.revision());
        });
    }

    private CompletionStage<Done<Long>> storedAll(List<Encoded<K>> entries, long since) {
        return Pipeline.each(entries, this::stored).thenApply(all -> {
            var count = all.stream().filter(Done::result).count();
            call.wiring().statistics().puts(count, since);
            return Call.all(all, count);
        });
    }

    /** Completes with whether the entry was not over at once. */
    CompletionStage<Done<Boolean>> stored(Encoded<K> entry) {
        if (call.wiring().expiry().isFixed()) {
            return put(entry, false).thenApply(written -> new Done<>(true, written.revision()));
        }
        return call.update(entry.name(), state -> decided(entry, state))
                .thenApply(done -> new Done<>(done.result().stored(), done.revision()));
    }

    private CompletionStage<Written<V>> put(Encoded<K> entry, boolean returning) {
        return call.access()
                .put(
                        entry.name(),
                        entry.content(),
                        Precondition.none(),
                        call.wiring().expiry().fixedForWrite(),
                        returning);
    }

    private record Exchange<V>(EntryState<V> before, boolean stored) {}

    private Decision<Exchange<V>> decided(Encoded<K> entry, EntryState<V> state) {
        var lifetime = call.wiring().expiry().forWrite(state);
        return new Decision<>(
                Step.write(state, entry.content(), lifetime),
                new Exchange<>(state, state.isPresent() || lifetime.isPresent()));
    }

    private Done<Boolean> counted(Done<Boolean> done, long since) {
        call.wiring().statistics().puts(done.result() ? 1 : 0, since);
        return done;
    }

    Encoded<K> encoded(K key, V value) {
        return new Encoded<>(key, call.name(key), call.encoded(value));
    }
}
