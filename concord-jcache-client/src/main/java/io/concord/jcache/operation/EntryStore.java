package io.concord.jcache.operation;

import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.api.UndecodableException;
import io.concord.jcache.codec.KeyCodec;
import io.concord.jcache.codec.ValueCodec;
import io.concord.jcache.near.NearCache;
import io.concord.jcache.transport.StoreConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one namespace, typed. Bytes are encoded by the thread that calls and decoded by the executor, so that no
 * thread of the connection ever runs the application's code.
 *
 * @param unreadableIsMiss whether a value that cannot be decoded counts as none; otherwise it is an error
 * @param near what {@link Access#look} reads; every write of an entry, and every read that decides about one, makes it forget
 *     that, whatever the answer
 */
public record EntryStore<K, V>(
        StoreConnection connection,
        Namespace namespace,
        NamespaceOpening opening,
        KeyCodec<K> keys,
        ValueCodec<V> values,
        boolean unreadableIsMiss,
        NearCache near) {
    private static final int PAGE_ENTRIES = 256;

    /** The entries with the place where answers are read, and how much time an operation has. */
    public Access<K, V> on(Caller where, Duration left) {
        return new Access<>(this, where, left);
    }

    private EntryState<V> state(Optional<Entry> entry) {
        return entry.map(this::state).orElseGet(EntryState::absent);
    }

    private EntryState<V> state(Entry entry) {
        return new EntryState<>(decoded(entry), entry.revision(), entry.version());
    }

    private @Nullable V decoded(Entry entry) {
        try {
            return values.decode(entry.value());
        } catch (UndecodableException e) {
            if (unreadableIsMiss) {
                return null;
            }
            throw e;
        }
    }

    /** What is not begun, because whoever called has been interrupted and told so. */
    static <R> CompletionStage<R> interrupted() {
        return CompletableFuture.failedFuture(
                new UnavailableException("the thread was interrupted that called; nothing was changed", null));
    }

    private EntryName at(Key key) {
        return new EntryName(namespace, key);
    }

    /** A page of a scan. */
    public record Page<K, V>(
            List<KeyedState<K, V>> entries, @Nullable Key last, boolean more) {}

    /** An entry with its key, in both forms. */
    public record KeyedState<K, V>(Key name, K key, EntryState<V> state) {}

    /**
     * The operations; each stage completes on the executor.
     *
     * @param left how much time an operation has at most, if that is less than the connection gives it
     */
    public record Access<K, V>(EntryStore<K, V> store, Caller where, Duration left) {
        Access<K, V> within(Duration time) {
            return new Access<>(store, where, time);
        }

        /**
         * The entry, from the cluster: for whoever decides by it what to change. What is in memory may be older, and is
         * forgotten: whoever is told that a condition failed sees why.
         */
        public CompletionStage<EntryState<V>> get(Key key) {
            var get = new BatchOperation.Get(store.at(key), false);
            return answered(
                    () -> store.connection.read(get, left).whenComplete((reply, failure) -> store.near.invalidate(key)),
                    this::found);
        }

        /** The entry, perhaps from memory: for whoever only wants to know it. */
        public CompletionStage<EntryState<V>> look(Key key) {
            return store.opening
                    .whenOpen(() -> store.near.get(key))
                    .thenApplyAsync(found -> store.state(found.entry()), where);
        }

        public CompletionStage<EntryState<V>> getAndTouch(Key key, Expiry expiry) {
            return write(new BatchChange.GetAndTouch(store.at(key), expiry), Access::forgetNothing, this::found);
        }

        /** Whether there is an entry, by what {@link #look} reads where that may be in memory: both know the same. */
        public CompletionStage<Boolean> sees(Key key) {
            if (store.unreadableIsMiss) {
                return look(key).thenApply(EntryState::isPresent);
            }
            return store.near.isBounded()
                    ? store.opening
                            .whenOpen(() -> store.near.get(key))
                            .thenApplyAsync(found -> found.entry().isPresent(), where)
                    : contains(key);
        }

        /** Whether there is an entry, from the cluster, be it one that cannot be read. */
        public CompletionStage<Boolean> contains(Key key) {
            return read(
                    new BatchOperation.Contains(store.at(key), false),
                    outcome -> ((BatchOutcome.Contained) outcome).present());
        }

        /** Creates or replaces an entry; {@code returning} asks for the one before. */
        public CompletionStage<Written<V>> put(
                Key key, Content content, Precondition precondition, Expiry expiry, boolean returning) {
            return write(
                    new BatchChange.Put(
                            store.at(key), content.value(), precondition, expiry, returning, content.tags()),
                    () -> store.near.invalidate(key),
                    this::written);
        }

        public CompletionStage<Written<V>> delete(Key key, Precondition precondition, boolean returning) {
            return write(
                    new BatchChange.Delete(store.at(key), precondition, returning),
                    () -> store.near.invalidate(key),
                    this::written);
        }

        /** Completes with whether there was such an entry to touch. */
        public CompletionStage<Boolean> touch(Key key, Precondition precondition, Expiry expiry) {
            return write(
                    new BatchChange.Touch(store.at(key), precondition, expiry),
                    Access::forgetNothing,
                    outcome -> outcome instanceof BatchOutcome.Touched touched && touched.existed());
        }

        /** Removes all entries of a range by one commit; quietly, if nobody is to be told. */
        public CompletionStage<BatchOutcome.RangeDeleted> deleteAll(KeyRange range, boolean quiet) {
            return write(
                    new BatchChange.DeleteRange(store.namespace, range, quiet), store.near::invalidateAll, outcome ->
                            (BatchOutcome.RangeDeleted) outcome);
        }

        /** The entries of a range that follow a key, by ascending key; null for the first ones. */
        public CompletionStage<Page<K, V>> page(KeyRange range, @Nullable Key after) {
            return read(new BatchOperation.Scan(store.namespace, range, after, PAGE_ENTRIES, false, false), this::page);
        }

        private EntryState<V> found(BatchOutcome outcome) {
            return store.state(((BatchOutcome.Found) outcome).entry());
        }

        private Page<K, V> page(BatchOutcome outcome) {
            var page = (BatchOutcome.Page) outcome;
            var entries = page.entries();
            return new Page<>(
                    entries.stream()
                            .map(entry ->
                                    new KeyedState<>(entry.key(), store.keys.decode(entry.key()), store.state(entry)))
                            .toList(),
                    entries.isEmpty() ? null : entries.get(entries.size() - 1).key(),
                    page.more());
        }

        private Written<V> written(BatchOutcome outcome) {
            if (outcome instanceof BatchOutcome.Written written) {
                return new Written<>(true, written.revision(), written.version(), store.state(written.previous()));
            }
            if (outcome instanceof BatchOutcome.Deleted deleted) {
                return new Written<>(deleted.existed(), deleted.revision(), 0, store.state(deleted.previous()));
            }
            var failed = (BatchOutcome.PreconditionFailed) outcome;
            return new Written<>(false, failed.revision(), 0, store.state(failed.current()));
        }

        private <R> CompletionStage<R> read(BatchOperation.Read read, Function<BatchOutcome, R> result) {
            return answered(() -> store.connection.read(read, left), result);
        }

        /** A lifetime is no part of what is kept. */
        private static void forgetNothing() {
            // There is nothing to do.
        }

        /**
         * Asks for a change.
         *
         * @param forget what is to be forgotten before anybody learns the answer, and as soon as the change is submitted: who is
         *     interrupted waits for no answer, and what he reads next goes to the cluster behind his change
         */
        private <R> CompletionStage<R> write(BatchChange change, Runnable forget, Function<BatchOutcome, R> result) {
            return answered(() -> submitted(change, forget), result);
        }

        private CompletionStage<BatchReply> submitted(BatchChange change, Runnable forget) {
            if (!where.allowsChange()) {
                return interrupted();
            }
            var reply = store.connection.write(change, left).whenComplete((answer, failure) -> forget.run());
            forget.run();
            return reply;
        }

        private <R> CompletionStage<R> answered(
                Supplier<CompletionStage<BatchReply>> request, Function<BatchOutcome, R> result) {
            return store.opening.whenOpen(request).thenApplyAsync(reply -> result.apply(reply.outcome()), where);
        }
    }
}
