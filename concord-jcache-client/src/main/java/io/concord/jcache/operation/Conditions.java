package io.concord.jcache.operation;

import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tags;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Writes that depend on the entry: the store decides on the revision, the client on what only it can compare. Values are
 * compared by {@code equals}.
 */
public record Conditions<K, V>(Call<K, V> call) {
    /** What was found, and whether it was replaced. */
    private record Replacement<V>(EntryState<V> before, boolean done, boolean stored) {}

    public CompletionStage<Boolean> putIfAbsent(K key, V value) {
        return putIfAbsent(key, value, Tags.NONE);
    }

    public CompletionStage<Boolean> putIfAbsent(K key, V value, Tags tags) {
        long since = System.nanoTime();
        var name = call.name(key);
        var encoded = call.encoded(value, tags);
        var done = call.leavesConditionsToStore()
                ? createdByStore(name, encoded)
                : call.updateInTurn(name, state -> creation(key, value, encoded, state));
        return call.told(done.thenApply(change -> {
            call.wiring().statistics().get(!change.result().done(), since);
            call.wiring().statistics().puts(change.result().stored() ? 1 : 0, since);
            return new Done<>(change.result().done(), change.revision());
        }));
    }

    /** Completes with whether there was an entry to replace. */
    public CompletionStage<Boolean> replace(K key, V value) {
        return getAndReplace(key, value, false).thenApply(Replacement::done);
    }

    /** Completes with the entry that was replaced. */
    public CompletionStage<EntryState<V>> getAndReplace(K key, V value) {
        return getAndReplace(key, value, true).thenApply(Replacement::before);
    }

    public CompletionStage<Boolean> replace(K key, V expected, V value) {
        return replaceIf(key, value, state -> expected.equals(state.value()), true);
    }

    /**
     * Replaces the entry that has this revision; creates one, if the revision is 0, also in the place of one that counts as a
     * miss, if that is still the same then.
     */
    public CompletionStage<Boolean> compareAndSet(K key, long expectedRevision, V value) {
        return replaceIf(key, value, state -> state.knownRevision() == expectedRevision, false);
    }

    private CompletionStage<Replacement<V>> getAndReplace(K key, V value, boolean returning) {
        long since = System.nanoTime();
        var name = call.name(key);
        var encoded = call.encoded(value);
        var done = call.leavesConditionsToStore()
                ? replacedByStore(name, encoded, returning)
                : call.updateInTurn(
                        name,
                        state -> state.isPresent()
                                ? write(key, value, encoded, state)
                                : Decision.leave(new Replacement<>(state, false, false)));
        return call.told(
                done.thenApply(change -> counted(change, since, change.result().done())));
    }

    private CompletionStage<Boolean> replaceIf(K key, V value, Predicate<EntryState<V>> condition, boolean accessing) {
        long since = System.nanoTime();
        var encoded = call.encoded(value);
        var done = call.updateInTurn(
                call.name(key),
                state -> condition.test(state) ? write(key, value, encoded, state) : mismatch(state, accessing));
        return call.told(done.thenApply(change ->
                        counted(change, since, change.result().before().isPresent())))
                .thenApply(Replacement::done);
    }

    private Decision<Replacement<V>> write(K key, V value, Content encoded, EntryState<V> state) {
        call.wiring().writer().write(key, value);
        var lifetime = call.wiring().expiry().forWrite(state);
        return new Decision<>(
                Step.write(state, encoded, lifetime),
                new Replacement<>(state, true, state.isPresent() || lifetime.isPresent()));
    }

    /** An entry with another value was accessed all the same (JSR-107 §7, table of expiry functions). */
    private Decision<Replacement<V>> mismatch(EntryState<V> state, boolean accessing) {
        var step = accessing && state.isPresent()
                ? Step.touch(state, call.wiring().expiry().forAccess())
                : Step.leave();
        return new Decision<>(step, new Replacement<>(state, false, false));
    }

    private Decision<Replacement<V>> creation(K key, V value, Content encoded, EntryState<V> state) {
        return state.isPresent()
                ? Decision.leave(new Replacement<>(state, false, false))
                : write(key, value, encoded, state);
    }

    private CompletionStage<Done<Replacement<V>>> createdByStore(Key name, Content content) {
        return byStore(
                name,
                content,
                Precondition.absent(),
                call.wiring().expiry().forCreation().orElseThrow(),
                false);
    }

    private CompletionStage<Done<Replacement<V>>> replacedByStore(Key name, Content content, boolean returning) {
        return byStore(
                name,
                content,
                Precondition.present(),
                call.wiring().expiry().forUpdate().orElseThrow(),
                returning);
    }

    private CompletionStage<Done<Replacement<V>>> byStore(
            Key name, Content content, Precondition precondition, Expiry expiry, boolean returning) {
        return call.access()
                .put(name, content, precondition, expiry, returning)
                .thenApply(written -> new Done<>(
                        new Replacement<>(written.before(), written.changed(), written.changed()),
                        written.changed() ? written.revision() : 0));
    }

    private Done<Replacement<V>> counted(Done<Replacement<V>> change, long since, boolean hit) {
        call.wiring().statistics().get(hit, since);
        call.wiring().statistics().puts(change.result().stored() ? 1 : 0, since);
        return change;
    }
}
