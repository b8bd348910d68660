package io.concord.jcache.near;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import io.concord.jcache.transport.StoreConnection;
import java.util.concurrent.CompletionStage;

/** Keeps entries with their revision, and asks the cluster at each read whether it is still the one. */
final class ValidatedNearCache implements NearCache {
    private final Reader reader;
    private final NearEntries entries;
    private volatile boolean closed;

    ValidatedNearCache(StoreConnection connection, Namespace namespace, NearEntries entries) {
        this.reader = new Reader(connection, namespace);
        this.entries = entries;
    }

    @Override
    public CompletionStage<Found> get(Key key) {
        var ticket = entries.begin(key);
        return read(key).whenComplete((found, failure) -> {
            if (failure != null || closed) {
                entries.drop(ticket);
            } else if (found.entry().isEmpty()) {
                entries.drop(ticket);
                entries.invalidate(key);
            } else {
                entries.keep(ticket, found);
            }
        });
    }

    @Override
    public boolean isBounded() {
        return false;
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
        entries.clear();
    }

    private CompletionStage<Found> read(Key key) {
        var known = entries.get(key);
        return known.isEmpty()
                ? reader.get(key)
                : reader.getIfChanged(key, known.get().entry().orElseThrow().revision(), known.get());
    }
}
