package io.concord.jcache.event;

import io.concord.jcache.api.UnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one cache (JSR-107 §8). There is a watch from the first registration to the last deregistration. Safe for
 * use by several threads.
 *
 * <p>Synchronous listeners run on the watch's thread, one commit after the other, also for what other JVMs change; a listener that
 * changes the cache itself waits for its own end, and fails by the timeout. Asynchronous ones run in the same order on a thread of
 * their own, which is at most 1,024 commits behind: more are lost, and logged.
 */
public final class CacheListeners<K, V> implements AutoCloseable {
    private final EventSource<K, V> source;
    private final ListenerThreads threads;
    private final Deliveries deliveries;
    private final List<Registration<K, V>> registrations = new CopyOnWriteArrayList<>();
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile @Nullable Following<K, V> following;

    public CacheListeners(EventSource<K, V> source) {
        this.source = source;
        this.threads = new ListenerThreads(source.namespace());
        this.deliveries = new Deliveries(source.timeout(), threads.timer());
    }

    /**
     * Makes a listener and its filter, and tells them every change from now on: returns once the watch stands, which the first
     * registration waits for.
     *
     * @throws IllegalArgumentException if the configuration is registered already
     * @throws CacheException if the watch does not stand within the operation timeout; nothing is registered then
     */
    public void register(CacheEntryListenerConfiguration<K, V> configuration) {
        lifecycle.lock();
        try {
            requireNew(configuration);
            var registration = new Registration<>(configuration);
            registrations.add(registration);
            try {
                awaitWatch();
            } catch (RuntimeException e) {
                remove(registration);
                throw e;
            }
        } finally {
            lifecycle.unlock();
        }
    }

    /** Takes a listener out and closes it if it is closeable; does nothing if there is none of this configuration. */
    public void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
        lifecycle.lock();
        try {
            registrations.stream().filter(each -> each.isOf(configuration)).forEach(this::remove);
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Completes once every synchronous listener has run for everything up to and with a revision; at once if there is none.
     * Exceptionally with a {@link javax.cache.event.CacheEntryListenerException} if one has thrown for the commit of this very
     * revision, and if it is not known within the operation timeout whether they have run: the write has succeeded all the same.
     *
     * @param revision of a write that has changed an entry of this cache; another may not be told of for seconds
     */
    public CompletionStage<Void> delivered(long revision) {
        if (registrations.stream().noneMatch(Registration::isSynchronous)) {
            return CompletableFuture.completedStage(null);
        }
        var watch = following;
        return watch != null && watch.hasFailed()
                ? CompletableFuture.failedStage(Deliveries.notTold("the watch of the cache has ended"))
                : deliveries.reached(revision);
    }

    /** Ends the watch, closes the listeners and lets nobody wait. Idempotent. */
    @Override
    public void close() {
        closed.complete(null);
        lifecycle.lock();
        try {
            registrations.forEach(this::remove);
            deliveries.end();
            threads.close();
        } finally {
            lifecycle.unlock();
        }
    }

    private void requireNew(CacheEntryListenerConfiguration<K, V> configuration) {
        if (closed.isDone()) {
            throw new IllegalStateException("the cache " + source.namespace() + " is closed");
        }
        if (registrations.stream().anyMatch(each -> each.isOf(configuration))) {
            throw new IllegalArgumentException(
                    "a listener of this configuration is registered already with the cache " + source.namespace());
        }
    }

    private void awaitWatch() {
        var watch = following;
        if (watch == null || watch.hasFailed()) {
            endWatch();
            watch = new Following<>(source, registrations, deliveries, threads);
            following = watch;
            watch.begin();
        }
        await(watch);
    }

    private void await(Following<K, V> watch) {
        try {
            CompletableFuture.anyOf(watch.begun(), closed).get(source.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (closed.isDone()) {
                throw new IllegalStateException("the cache " + source.namespace() + " was closed");
            }
        } catch (TimeoutException e) {
            throw new UnavailableException(
                    "the listener is not registered: the watch of the cache " + source.namespace()
                            + " has not begun within " + source.timeout().toMillis() + " ms",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the listener is not registered: the thread was interrupted", e);
        } catch (ExecutionException e) {
            throw new CacheException(
                    "the listener is not registered: the cache " + source.namespace() + " cannot be watched",
                    e.getCause());
        }
    }

    private void remove(Registration<K, V> registration) {
        if (registrations.remove(registration)) {
            if (registrations.isEmpty()) {
                endWatch();
            }
            if (registrations.stream().noneMatch(Registration::isSynchronous)) {
                deliveries.end();
            }
            registration.close();
        }
    }

    private void endWatch() {
        var watch = following;
        following = null;
        if (watch != null) {
            watch.close();
        }
    }
}
