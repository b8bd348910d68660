package io.concord.jcache;

import io.concord.jcache.event.CacheListeners;
import io.concord.jcache.operation.CallerThread;
import io.concord.jcache.operation.NamespaceOpening;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import org.jspecify.annotations.Nullable;

/** The listeners of one cache, which is their events' source and therefore made after them. */
final class Listeners<K, V> implements AutoCloseable {
    private final NamespaceOpening opening;
    private final Executor steps;
    private volatile @Nullable CacheListeners<K, V> ofCache;

    Listeners(NamespaceOpening opening, Executor steps) {
        this.opening = opening;
        this.steps = steps;
    }

    /** Once, before anything else. */
    void bind(CacheListeners<K, V> listeners) {
        ofCache = listeners;
    }

    /** Waits for the namespace and for its watch: the listener is told everything from then on. */
    void register(CacheEntryListenerConfiguration<K, V> configuration) {
        new CallerThread(steps).await(opening.begin());
        bound().register(configuration);
    }

    void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
        bound().deregister(configuration);
    }

    /** Completes once the synchronous listeners have been told everything up to a revision. */
    CompletionStage<Void> delivered(long revision) {
        return bound().delivered(revision);
    }

    @Override
    public void close() {
        bound().close();
    }

    private CacheListeners<K, V> bound() {
        return Objects.requireNonNull(ofCache);
    }
}
