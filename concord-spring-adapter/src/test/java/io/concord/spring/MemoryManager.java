package io.concord.spring;

import io.concord.jcache.MemoryCachingProvider;
import io.concord.jcache.transport.StoreConnection;
import java.util.function.UnaryOperator;
import javax.cache.CacheManager;

/** A manager of the JCache client over the store in memory that this JVM has. */
final class MemoryManager implements AutoCloseable {
    private final MemoryCachingProvider provider;
    private final CacheManager manager;

    MemoryManager() {
        this(UnaryOperator.identity());
    }

    /** @param between caches and their store */
    MemoryManager(UnaryOperator<StoreConnection> between) {
        provider = new MemoryCachingProvider(between);
        manager = provider.getCacheManager();
    }

    CacheManager manager() {
        return manager;
    }

    @Override
    public void close() {
        provider.close();
    }
}
