package io.concord.jcache;

import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Tag;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.jcache.api.ConcordCaches;
import io.concord.jcache.operation.CallerThread;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * The caches of one application in one cluster. A cache is a namespace there: {@code createCache} makes it or joins the one that
 * another JVM made, {@code close} keeps its entries, {@code destroyCache} removes it for all.
 */
final class ConcordCacheManager implements ConcordCaches {
    private static final EntryName PING = new EntryName(Namespace.DEFAULT, new Key("concord-ping"));

    private final ConcordCachingProvider provider;
    private final URI uri;
    private final WeakReference<ClassLoader> classLoader;
    private final Properties properties;
    private final ManagerEnvironment environment;
    private final ManagerThreads threads;
    private final CacheFactory factory;
    private final ConcurrentHashMap<String, ClusteredCache<?, ?>> caches = new ConcurrentHashMap<>();
    private volatile boolean closed;

    ConcordCacheManager(
            ConcordCachingProvider provider, ManagerKey key, Properties properties, ManagerEnvironment environment) {
        this.provider = provider;
        this.uri = key.uri();
        this.classLoader = new WeakReference<>(key.classLoader());
        this.properties = properties;
        this.environment = environment;
        this.threads = new ManagerThreads(key.classLoader());
        this.factory = new CacheFactory(this, environment, threads);
    }

    @Override
    public CachingProvider getCachingProvider() {
        return provider;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    /** The application's class loader; null once it has been collected. */
    // Justification: the interface, older than @Nullable, does not say so.
    @SuppressWarnings("NullAway")
    @Override
    public ClassLoader getClassLoader() {
        return classLoader.get();
    }

    @Override
    public Properties getProperties() {
        return properties;
    }

    @Override
    public synchronized <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String name, C configuration) {
        requireOpen();
        Objects.requireNonNull(name, "cacheName");
        Objects.requireNonNull(configuration, "configuration");
        if (caches.containsKey(name)) {
            throw new CacheException("this manager has a cache '" + name + "' already");
        }
        var cache = factory.make(name, configuration);
        caches.put(name, cache);
        return cache;
    }

    // Justification: the interface, older than @Nullable, has null for a cache that does not exist.
    @SuppressWarnings({"NullAway", "unchecked"})
    @Override
    public <K, V> Cache<K, V> getCache(String name, Class<K> keyType, Class<V> valueType) {
        requireOpen();
        Objects.requireNonNull(keyType, "keyType");
        Objects.requireNonNull(valueType, "valueType");
        var cache = caches.get(Objects.requireNonNull(name, "cacheName"));
        if (cache != null) {
            requireType(name, "keys", cache.open().configuration().keyType(), keyType);
            requireType(name, "values", cache.open().configuration().valueType(), valueType);
        }
        return (Cache<K, V>) cache;
    }

    private static void requireType(String cache, String what, Class<?> configured, Class<?> asked) {
        if (!configured.equals(asked)) {
            throw new ClassCastException("the " + what + " of cache '" + cache + "' are " + configured.getName()
                    + ", not " + asked.getName());
        }
    }

    // Justification: as above; the caller of this one says what it takes the types for.
    @SuppressWarnings({"NullAway", "unchecked"})
    @Override
    public <K, V> Cache<K, V> getCache(String name) {
        requireOpen();
        return (Cache<K, V>) caches.get(Objects.requireNonNull(name, "cacheName"));
    }

    /** The caches that this manager has open; the cluster may have more. */
    @Override
    public Iterable<String> getCacheNames() {
        requireOpen();
        return List.copyOf(caches.keySet());
    }

    /**
     * Removes the cache with its entries from the cluster, for all, whether this manager has it open or not. Waits for the
     * cluster.
     */
    @Override
    public void destroyCache(String name) {
        requireOpen();
        var namespace = CacheFactory.namespace(Objects.requireNonNull(name, "cacheName"));
        var cache = caches.get(name);
        if (cache != null) {
            var opening = cache.open().wiring().store().opening();
            cache.close();
            var caller = CallerThread.ofChange(threads.steps());
            caller.await(opening.begin().handle((opened, failure) -> namespace).thenCompose(this::destroyed));
        } else {
            CallerThread.ofChange(threads.steps()).await(destroyed(namespace));
        }
    }

    /** The default namespace, which cannot go, is emptied. */
    private CompletionStage<?> destroyed(Namespace namespace) {
        return environment
                .connection()
                .write(
                        namespace.equals(Namespace.DEFAULT)
                                ? new BatchChange.DeleteRange(namespace, KeyRange.ALL, false)
                                : new BatchChange.DestroyNamespace(namespace));
    }

    @Override
    public long evictTag(String tag) {
        return CallerThread.ofChange(threads.steps()).await(evictTagAsync(tag));
    }

    @Override
    public CompletionStage<Long> evictTagAsync(String tag) {
        requireOpen();
        return environment
                .connection()
                .write(new BatchChange.DeleteTagged(new Tag(tag), Optional.empty(), false))
                .whenComplete((reply, failure) -> forgetNearEntries())
                .thenApplyAsync(reply -> ((BatchOutcome.RangeDeleted) reply.outcome()).count(), threads.steps());
    }

    /** All of them: an entry may have got the tag from another JVM, of which a near cache has not heard yet. */
    private void forgetNearEntries() {
        caches.values().forEach(cache -> cache.open().wiring().store().near().invalidateAll());
    }

    /** Of the namespace that is always there. */
    @Override
    public CompletionStage<Void> pingAsync() {
        requireOpen();
        return environment
                .connection()
                .read(new BatchOperation.Contains(PING, false))
                .thenRunAsync(() -> {}, threads.steps());
    }

    @Override
    public void enableManagement(String name, boolean enabled) {
        var cache = existing(name);
        if (cache != null) {
            cache.open().configuration().enableManagement(enabled);
            cache.open().beans().enableManagement(enabled);
        }
    }

    @Override
    public void enableStatistics(String name, boolean enabled) {
        var cache = existing(name);
        if (cache != null) {
            cache.open().configuration().enableStatistics(enabled);
            cache.open().beans().enableStatistics(enabled);
        }
    }

    private @Nullable ClusteredCache<?, ?> existing(String name) {
        requireOpen();
        return caches.get(Objects.requireNonNull(name, "cacheName"));
    }

    /** A cache is closed. */
    void forget(ClusteredCache<?, ?> cache) {
        caches.remove(cache.getName(), cache);
    }

    /** Closes the caches, keeps what they hold in the cluster, and releases the connection. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        provider.forget(this);
        new ArrayList<>(caches.values()).forEach(Cache::close);
        threads.close();
        environment.connection().close();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the cache manager of " + uri + " is closed");
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("a Concord cache manager is no " + type.getName());
    }
}
