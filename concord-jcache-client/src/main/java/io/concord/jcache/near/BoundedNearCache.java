package io.concord.jcache.near;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import io.concord.jcache.api.ConcordCacheException;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import io.concord.jcache.transport.WatchedEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Serves entries from memory while a watch invalidates them, and while it is known that it is not behind. */
final class BoundedNearCache implements NearCache, WatchObserver {
    private final StoreConnection connection;
    private final Namespace namespace;
    private final Reader reader;
    private final NearEntries entries;
    private final Freshness freshness;
    private volatile StoreConnection.@Nullable Subscription subscription;
    private volatile boolean closed;

    BoundedNearCache(StoreConnection connection, Namespace namespace, NearEntries entries, Freshness freshness) {
        this.connection = connection;
        this.namespace = namespace;
        this.reader = new Reader(connection, namespace);
        this.entries = entries;
        this.freshness = freshness;
    }

    void begin() {
        subscription = connection.watch(namespace, this);
    }

    @Override
    public CompletionStage<Found> get(Key key) {
        if (freshness.holds()) {
            var kept = entries.get(key);
            if (kept.isPresent()) {
                return CompletableFuture.completedStage(kept.get());
            }
        }
        return read(key);
    }

    @Override
    public void invalidate(Key key) {
        entries.invalidate(key);
    }

    @Override
    public void invalidateAll() {
        entries.clear();
    }

    @Override
    public void close() {
        stop();
        var watch = subscription;
        if (watch != null) {
            watch.close();
        }
    }

    @Override
    public void begun(long revision) {
        if (!closed) {
            freshness.begin(revision);
            entries.clear();
        }
    }

    @Override
    public void commitBegins(long revision) {}

    @Override
    public void event(WatchedEvent event) {
        entries.invalidate(event.key());
    }

    @Override
    public void commitEnds(long revision) {
        freshness.told(revision);
    }

    @Override
    public void progress(long revision) {
        freshness.told(revision);
    }

    /** What was lost may have been about anything. */
    @Override
    public void gap(long resumeRevision) {
        begun(resumeRevision);
    }

    @Override
    public void failed(ConcordCacheException failure) {
        stop();
    }

    private void stop() {
        closed = true;
        freshness.end();
        entries.clear();
    }

    private CompletionStage<Found> read(Key key) {
        var ticket = entries.begin(key);
        var sentNanos = freshness.asked();
        return reader.get(key).whenComplete((found, failure) -> {
            if (failure != null || closed) {
                entries.drop(ticket);
            } else {
                entries.keep(ticket, found);
                freshness.read(sentNanos, found.revision());
            }
        });
    }
}
