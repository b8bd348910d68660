package io.concord.jcache.event;

import io.concord.jcache.api.ConcordCacheException;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import io.concord.jcache.transport.WatchedEvent;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;

/** One watch for the listeners of a cache: gathers the events of a commit, and tells them once it is whole. */
final class Following<K, V> implements WatchObserver, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Following.class.getName());

    private final EventSource<K, V> source;
    private final List<Registration<K, V>> registrations;
    private final Deliveries deliveries;
    private final ListenerThreads threads;
    private final ChangeReader<K, V> reader;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final List<WatchedEvent> commit = new ArrayList<>();
    private volatile StoreConnection.@Nullable Subscription subscription;
    private volatile boolean ended;
    private volatile boolean failed;
    private long told;

    Following(
            EventSource<K, V> source,
            List<Registration<K, V>> registrations,
            Deliveries deliveries,
            ListenerThreads threads) {
        this.source = source;
        this.registrations = registrations;
        this.deliveries = deliveries;
        this.threads = threads;
        this.reader = new ChangeReader<>(source);
    }

    void begin() {
        subscription = source.feed().follow(source.namespace(), this);
    }

    CompletableFuture<Void> begun() {
        return begun;
    }

    boolean hasFailed() {
        return failed;
    }

    @Override
    public void begun(long revision) {
        reached(revision);
        begun.complete(null);
    }

    @Override
    public void commitBegins(long revision) {
        commit.clear();
    }

    @Override
    public void event(WatchedEvent event) {
        if (!event.quiet()) {
            commit.add(event);
        }
    }

    @Override
    public void commitEnds(long revision) {
        var events = List.copyOf(commit);
        commit.clear();
        if (ended) {
            return;
        }
        var listeners = List.copyOf(registrations);
        var changes = events.stream()
                .map(event -> reader.read(event, listeners))
                .flatMap(Optional::stream)
                .toList();
        tellLater(revision, changes, listeners);
        told = revision;
        deliveries.ran(revision, tellNow(changes, listeners));
    }

    @Override
    public void progress(long revision) {
        reached(revision);
    }

    @Override
    public void gap(long resumeRevision) {
        commit.clear();
        LOGGER.log(
                Level.WARNING,
                "listeners of the cache " + source.namespace() + " are not told of changes after revision " + told
                        + " up to revision " + resumeRevision + ": the cluster has forgotten them");
        told = resumeRevision;
        deliveries.lost(resumeRevision, "the cluster has forgotten changes up to revision " + resumeRevision);
    }

    @Override
    public void failed(ConcordCacheException failure) {
        failed = true;
        begun.completeExceptionally(failure);
        deliveries.end("the watch has ended: " + failure.getMessage());
    }

    @Override
    public void close() {
        ended = true;
        var open = subscription;
        if (open != null) {
            open.close();
        }
    }

    private void reached(long revision) {
        if (!ended) {
            told = Math.max(told, revision);
            deliveries.ran(revision, null);
        }
    }

    private @Nullable CacheEntryListenerException tellNow(
            List<Change<K, V>> changes, List<Registration<K, V>> listeners) {
        CacheEntryListenerException first = null;
        for (var listener : listeners) {
            if (listener.isSynchronous()) {
                var failure = tell(listener, changes);
                first = first == null ? failure : first;
            }
        }
        return first;
    }

    private void tellLater(long revision, List<Change<K, V>> changes, List<Registration<K, V>> listeners) {
        var asynchronous =
                listeners.stream().filter(each -> !each.isSynchronous()).toList();
        if (!asynchronous.isEmpty() && !changes.isEmpty()) {
            threads.run(revision, () -> asynchronous.forEach(listener -> tell(listener, changes)));
        }
    }

    /** One that fails keeps nothing from the others; of a change by others there is no caller to tell, so it is logged. */
    private @Nullable CacheEntryListenerException tell(Registration<K, V> listener, List<Change<K, V>> changes) {
        try {
            listener.tell(changes);
            return null;
        } catch (CacheEntryListenerException e) {
            LOGGER.log(Level.WARNING, "a listener of the cache " + source.namespace() + " failed", e);
            return e;
        }
    }
}
