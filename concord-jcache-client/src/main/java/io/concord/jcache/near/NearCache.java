package io.concord.jcache.near;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import io.concord.jcache.transport.StoreConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Reads the entries of one namespace, some of them from memory. Safe for use by several threads; no method waits.
 *
 * <p>Whoever writes calls {@link #invalidate} when the write is submitted, and again when the answer is there, or nobody knows
 * whether there will be one, before the write returns to its caller: then the caller reads what it wrote, also one who was
 * interrupted and has not waited for the answer. The lifetime of an entry from memory is the one that it had
 * when it was read; nothing that only touches it makes a new revision.
 */
public interface NearCache extends AutoCloseable {
    /**
     * The entry, or that there is none.
     *
     * @return fails as a read of the {@link StoreConnection} does
     */
    CompletionStage<Found> get(Key key);

    /** Whether a read may be answered from memory, without the cluster. */
    boolean isBounded();

    /** Forgets an entry, and whatever reads of it that have begun will find. */
    void invalidate(Key key);

    /** Forgets all entries, and whatever reads that have begun will find. */
    void invalidateAll();

    /** Forgets all and ends the watch, if there is one. Idempotent; later reads go to the cluster. */
    @Override
    void close();

    /** Keeps nothing: every read goes to the cluster. */
    static NearCache none(StoreConnection connection, Namespace namespace) {
        return new DirectReads(new Reader(connection, namespace));
    }

    /**
     * Linearizable: each read asks the cluster, which answers "unchanged" instead of sending the value again. Saves bytes, not
     * ways.
     */
    static NearCache validated(StoreConnection connection, Namespace namespace, NearLimits limits) {
        return new ValidatedNearCache(connection, namespace, new NearEntries(limits));
    }

    /**
     * Serves from memory what was true at most {@code bound} ago, and reads from the cluster whenever it cannot know that. A watch
     * that is refused is asked for again, after a pause of a second that doubles up to a minute.
     *
     * @param bound longer than the servers' {@code concord.watch.progress-millis}, or hardly anything is served from memory
     * @param nanos a clock that never goes back, as {@link System#nanoTime}
     */
    static NearCache bounded(
            StoreConnection connection, Namespace namespace, NearLimits limits, Duration bound, LongSupplier nanos) {
        var cache = new BoundedNearCache(
                new Reader(connection, namespace),
                new NearWatch(connection, namespace, nanos),
                new NearEntries(limits),
                new Freshness(bound, nanos));
        cache.begin();
        return cache;
    }
}
