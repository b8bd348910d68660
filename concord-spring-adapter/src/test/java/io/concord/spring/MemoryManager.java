package io.concord.spring;

import io.concord.jcache.MemoryCachingProvider;
import javax.cache.CacheManager;

/** A manager of the JCache client over the store in memory that this JVM has. */
final class MemoryManager implements AutoCloseable {
    private final MemoryCachingProvider provider = new MemoryCachingProvider();
    private final CacheManager manager = provider.getCacheManager();

    CacheManager manager() {
        return manager;
    }

    @Override
    public void close() {
        provider.close();
    }
}
