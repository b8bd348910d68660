package io.concord.spring;

import java.util.Objects;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.springframework.cache.Cache;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.cache.jcache.JCacheCacheManager;

/** Spring's own way to JCache keeps the contract too, with nothing of the adapter's. */
class JCacheManagerTest extends CacheContract {
    private final MemoryManager memory = new MemoryManager();
    private final JCacheCacheManager manager = new JCacheCacheManager(memory.manager());

    JCacheManagerTest() {
        memory.manager().createCache(CACHE_NAME, new MutableConfiguration<>());
        memory.manager().createCache(CACHE_NAME_WITHOUT_NULL, new MutableConfiguration<>());
        manager.afterPropertiesSet();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Override
    protected Cache cache() {
        return Objects.requireNonNull(manager.getCache(CACHE_NAME));
    }

    @Override
    protected Cache cacheWithoutNull() {
        return new JCacheCache(memory.manager().getCache(CACHE_NAME_WITHOUT_NULL), false);
    }

    @Override
    protected Object nativeCache() {
        return memory.manager().getCache(CACHE_NAME);
    }
}
