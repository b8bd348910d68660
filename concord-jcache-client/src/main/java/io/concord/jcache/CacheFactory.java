package io.concord.jcache;

import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Namespace;
import io.concord.jcache.event.CacheListeners;
import io.concord.jcache.event.EventSource;
import io.concord.jcache.near.NearCache;
import io.concord.jcache.near.NearLimits;
import io.concord.jcache.operation.CacheWiring;
import io.concord.jcache.operation.EntryStore;
import io.concord.jcache.operation.ExpiryRules;
import io.concord.jcache.operation.KeyLanes;
import io.concord.jcache.operation.NamespaceOpening;
import io.concord.jcache.operation.ReadThrough;
import io.concord.jcache.operation.WriteThrough;
import io.concord.jcache.processor.Invocations;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/** Puts the caches of one manager together. */
record CacheFactory(ConcordCacheManager manager, ManagerEnvironment environment, ManagerThreads threads) {

    /**
     * Makes a cache that is open, and begins to make its namespace.
     *
     * @throws IllegalArgumentException if the name or the configuration is not possible
     * @throws UnsupportedOperationException if the configuration wants entries stored by reference
     */
    <K, V> ClusteredCache<K, V> make(String name, Configuration<K, V> given) {
        var namespace = namespace(name);
        var configuration = new LiveConfiguration<>(given);
        var complete = configuration.copy();
        var beans = CacheBeans.of(manager.getURI(), name, configuration);
        var loader = new ReadThrough<K, V>(made(complete.getCacheLoaderFactory()), complete.isReadThrough());
        var lanes = new KeyLanes(threads.alarms());
        var writer = new WriteThrough<K, V>(
                complete.isWriteThrough() ? made(complete.getCacheWriterFactory()) : null, lanes);
        var policy = Objects.requireNonNull(complete.getExpiryPolicyFactory().create(), "expiry policy");
        // After the application's code, which may throw: the store may watch.
        var store = store(namespace, configuration);
        var listeners = new Listeners<K, V>(store.opening(), threads.steps());
        var wiring = new CacheWiring<K, V>(
                store,
                new ExpiryRules(policy),
                loader,
                writer,
                lanes,
                beans.statistics(),
                listeners::delivered,
                environment.patience());
        var ahead = new AheadLoader<>(wiring, threads.loads(), threads.steps());
        var cache = new ClusteredCache<>(
                manager,
                new OpenCache<>(
                        name,
                        configuration,
                        wiring,
                        new Arguments<>(configuration.keyType(), configuration.valueType()),
                        new Invocations(),
                        ahead,
                        listeners,
                        beans,
                        new CacheLifetime(
                                name,
                                resources(
                                        beans,
                                        listeners,
                                        store.near(),
                                        ahead,
                                        loader.loader(),
                                        writer.writer(),
                                        policy)),
                        threads.steps()));
        listeners.bind(new CacheListeners<>(new EventSource<>(
                cache,
                namespace,
                store.keys(),
                store.values(),
                environment.connection()::watch,
                environment.patience())));
        opened(cache, complete);
        return cache;
    }

    /** Nothing is left of a cache whose listeners cannot be registered. */
    private static <K, V> void opened(ClusteredCache<K, V> cache, CompleteConfiguration<K, V> configuration) {
        var open = cache.open();
        open.wiring().store().opening().begin();
        try {
            configuration.getCacheEntryListenerConfigurations().forEach(open.listeners()::register);
            open.beans().enableStatistics(configuration.isStatisticsEnabled());
            open.beans().enableManagement(configuration.isManagementEnabled());
        } catch (RuntimeException e) {
            open.lifetime().close();
            throw e;
        }
    }

    private <K, V> EntryStore<K, V> store(Namespace namespace, LiveConfiguration<K, V> configuration) {
        return new EntryStore<>(
                environment.connection(),
                namespace,
                new NamespaceOpening(environment.connection(), namespace),
                environment.codings().keys(configuration.keyType()),
                environment.codings().values(configuration.valueType()),
                environment.unreadableIsMiss(),
                near(namespace));
    }

    private NearCache near(Namespace namespace) {
        var connection = environment.connection();
        var settings = environment.near();
        var limits = new NearLimits(settings.entriesMax(), settings.bytesMax());
        return switch (settings.mode()) {
            case OFF -> NearCache.none(connection, namespace);
            case VALIDATED -> NearCache.validated(connection, namespace, limits);
            case BOUNDED -> NearCache.bounded(connection, namespace, limits, settings.staleness(), System::nanoTime);
        };
    }

    static Namespace namespace(String name) {
        try {
            return new Namespace(name);
        } catch (InvalidValueException e) {
            throw new IllegalArgumentException(
                    "a cache is the namespace of its name in the cluster, and this name cannot be one: "
                            + e.getMessage(),
                    e);
        }
    }

    private static <T> @Nullable T made(@Nullable Factory<T> factory) {
        return factory == null ? null : factory.create();
    }

    private static List<AutoCloseable> resources(@Nullable Object... candidates) {
        var resources = new ArrayList<AutoCloseable>();
        for (var candidate : candidates) {
            if (candidate instanceof AutoCloseable resource) {
                resources.add(resource);
            }
        }
        return resources;
    }
}
