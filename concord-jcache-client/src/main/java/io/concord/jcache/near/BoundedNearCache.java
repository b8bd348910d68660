package io.concord.jcache.near;

import io.concord.core.model.Key;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import io.concord.jcache.api.ConcordCacheException;
import io.concord.jcache.transport.WatchObserver;
import io.concord.jcache.transport.WatchedEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Serves entries from memory while a watch invalidates them, and while it is known that it is not behind. While the watch is
 * refused, nothing is kept, and reads go to the cluster.
 */
final class BoundedNearCache implements NearCache, WatchObserver {
    private final Reader reader;
    private final NearWatch watch;
    private final NearEntries entries;
    private final Freshness freshness;
    private volatile boolean closed;

    BoundedNearCache(Reader reader, NearWatch watch, NearEntries entries, Freshness freshness) {
        this.reader = reader;
        this.watch = watch;
        this.entries = entries;
        this.freshness = freshness;
    }

    void begin() {
        watch.begin(this);
    }

    @Override
    public CompletionStage<Found> get(Key key) {
        if (freshness.holds()) {
            var kept = entries.get(key);
            if (kept.isPresent()) {
                return CompletableFuture.completedStage(kept.get());
            }
        }
        watch.beginAgain(this);
        return read(key);
    }

    @Override
    public boolean isBounded() {
        return true;
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
        closed = true;
        stop();
        watch.close();
    }

    @Override
    public void begun(long revision) {
        watch.stands();
        follow(revision);
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
        follow(resumeRevision);
    }

    @Override
    public void failed(ConcordCacheException failure) {
        stop();
        watch.refused();
    }

    private void follow(long revision) {
        if (!closed) {
            freshness.begin(revision);
            entries.clear();
        }
    }

    private void stop() {
        freshness.end();
        entries.clear();
    }

    private CompletionStage<Found> read(Key key) {
        var ticket = entries.begin(key);
        var sentNanos = freshness.asked();
        return reader.get(key).whenComplete((found, failure) -> {
            if (failure != null || closed || !freshness.follows()) {
                entries.drop(ticket);
            } else {
                entries.keep(ticket, found);
                freshness.read(sentNanos, found.revision());
            }
        });
    }
}
