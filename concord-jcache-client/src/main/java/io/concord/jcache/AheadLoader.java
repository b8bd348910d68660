package io.concord.jcache;

import io.concord.jcache.operation.CacheWiring;
import io.concord.jcache.operation.Call;
import io.concord.jcache.operation.CallerThread;
import io.concord.jcache.operation.Loading;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code loadAll} on threads of its own, so that a loader that blocks holds up nobody else.
 *
 * @param loads where loads run; rejects where there are too many
 */
record AheadLoader<K, V>(CacheWiring<K, V> wiring, Executor loads, Executor steps) {

    /** Loads in the background, and tells the listener, if there is one, when it is over. */
    void loadAll(Set<? extends K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        if (!wiring.loader().isConfigured()) {
            completed(listener);
            return;
        }
        var wanted = new HashSet<K>(keys);
        try {
            loads.execute(() -> load(wanted, replaceExisting, listener));
        } catch (RejectedExecutionException e) {
            failed(listener, new CacheLoaderException("too many loads are waiting, or the manager is closed", e));
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
            System.getLogger(AheadLoader.class.getName())
                    .log(System.Logger.Level.WARNING, "loadAll failed, and there is no listener to tell", failure);
        } else {
            listener.onException(failure);
        }
    }
}
