package io.concord.jcache.near;

import io.concord.core.model.Key;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import java.util.concurrent.CompletionStage;

/** Keeps nothing. */
record DirectReads(Reader reader) implements NearCache {
    @Override
    public CompletionStage<Found> get(Key key) {
        return reader.get(key);
    }

    @Override
    public boolean isBounded() {
        return false;
    }

    @Override
    public void invalidate(Key key) {
        // Nothing is kept.
    }

    @Override
    public void invalidateAll() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
