package io.concord.spring;

import io.concord.jcache.ConcordCachingProvider;
import io.concord.jcache.api.ConcordCache;
import java.net.URI;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/** The JCache manager behind a Spring one: given by the application, or opened here; and what is to be closed of it. */
final class ClientManager {
    private final CacheManager manager;
    private final @Nullable ConcordCachingProvider provider;
    private final Set<Cache<?, ?>> created = ConcurrentHashMap.newKeySet();

    private ClientManager(CacheManager manager, @Nullable ConcordCachingProvider provider) {
        this.manager = manager;
        this.provider = provider;
    }

    static ClientManager given(CacheManager manager) {
        return new ClientManager(manager, null);
    }

    /**
     * Of a provider of its own, so that nobody else gets the same manager and closes it.
     *
     * @throws javax.cache.CacheException if the settings are not possible
     */
    static ClientManager open(@Nullable URI uri, @Nullable ClassLoader loader, Properties properties) {
        var provider = new ConcordCachingProvider();
        return new ClientManager(provider.getCacheManager(uri, loader, properties), provider);
    }

    CacheManager manager() {
        return manager;
    }

    /** The cache that the application has made in the manager, or a new one. Does not wait for the cluster. */
    @SuppressWarnings("unchecked")
    ConcordCache<Object, Object> cache(String name, CacheSettings settings, boolean statistics) {
        Cache<Object, Object> existing = manager.getCache(name);
        return (existing == null ? create(name, settings, statistics) : existing).unwrap(ConcordCache.class);
    }

    private Cache<Object, Object> create(String name, CacheSettings settings, boolean statistics) {
        var expiry = settings.timeToLive()
                .map(time -> ModifiedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, time.toMillis())))
                .orElseGet(EternalExpiryPolicy::factoryOf);
        var cache = manager.createCache(
                name,
                new MutableConfiguration<Object, Object>()
                        .setExpiryPolicyFactory(expiry)
                        .setStatisticsEnabled(statistics)
                        .setManagementEnabled(statistics));
        created.add(cache);
        return cache;
    }

    /** Closes what was opened here and nothing else; entries stay in the cluster. */
    void close() {
        created.forEach(Cache::close);
        if (provider != null) {
            provider.close();
        }
    }
}
