package io.concord.jcache;

import io.concord.jcache.operation.CacheWiring;
import io.concord.jcache.operation.Call;
import io.concord.jcache.operation.CallerThread;
import io.concord.jcache.operation.Loading;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code loadAll} on threads of its own, so that a loader that blocks holds up nobody else.
 */
final class AheadLoader<K, V> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AheadLoader.class.getName());

    private final CacheWiring<K, V> wiring;
    private final Executor loads;
    private final Executor steps;
    private final Map<Long, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    private final AtomicLong begun = new AtomicLong();
    private volatile boolean closed;

    /** @param loads where loads run; rejects where there are too many */
    AheadLoader(CacheWiring<K, V> wiring, Executor loads, Executor steps) {
        this.wiring = wiring;
        this.loads = loads;
        this.steps = steps;
    }

    /** Loads in the background, and tells the listener, if there is one, when it is over. */
    void loadAll(Set<? extends K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        if (!wiring.loader().isConfigured()) {
            completed(listener);
            return;
        }
        var wanted = new HashSet<K>(keys);
        try {
            loads.execute(() -> loadUnlessClosed(wanted, replaceExisting, listener));
        } catch (RejectedExecutionException e) {
            failed(listener, new CacheLoaderException("too many loads are waiting, or the manager is closed", e));
        }
    }

    /** Begins no more loads, and waits for those that have begun: the loader is not used after that. */
    @Override
    public void close() {
        closed = true;
        try {
            CompletableFuture.allOf(running.values().toArray(CompletableFuture<?>[]::new))
                    .get(wiring.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "a load goes on although its cache is closed", e);
        }
    }

    private void loadUnlessClosed(Set<K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        var load = new CompletableFuture<Void>();
        var number = begun.incrementAndGet();
        running.put(number, load);
        try {
            if (closed) {
                failed(listener, new CacheLoaderException("the cache is closed"));
            } else {
                load(keys, replaceExisting, listener);
            }
        } finally {
            running.remove(number);
            load.complete(null);
        }
    }

    private void load(Set<K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        try {
            var caller = new CallerThread(steps);
            caller.await(new Loading<>(new Call<>(wiring, caller)).loadAll(keys, replaceExisting));
        } catch (RuntimeException e) {
            failed(listener, e instanceof CacheException ? e : new CacheLoaderException(e));
            return;
        }
        completed(listener);
    }

    private static void completed(@Nullable CompletionListener listener) {
        if (listener != null) {
            listener.onCompletion();
        }
    }

    private static void failed(@Nullable CompletionListener listener, Exception failure) {
        if (listener == null) {
            LOG.log(System.Logger.Level.WARNING, "loadAll failed, and there is no listener to tell", failure);
        } else {
            listener.onException(failure);
        }
    }
}
