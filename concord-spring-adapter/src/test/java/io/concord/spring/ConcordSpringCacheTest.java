package io.concord.spring;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.springframework.cache.Cache;

/** The native cache keeps Spring's contract. */
class ConcordSpringCacheTest extends RetrieveContract {
    private final MemoryManager memory = new MemoryManager();
    private final ConcordCacheManager manager = ConcordCacheManager.builder(memory.manager())
            .withCache(CACHE_NAME_WITHOUT_NULL, CacheSettings.DEFAULTS.withoutNullValues())
            .build();

    @AfterEach
    void close() {
        manager.destroy();
        memory.close();
    }

    @Override
    protected Cache cache() {
        return Objects.requireNonNull(manager.getCache(CACHE_NAME));
    }

    @Override
    protected Cache cacheWithoutNull() {
        return Objects.requireNonNull(manager.getCache(CACHE_NAME_WITHOUT_NULL));
    }

    @Override
    protected Object nativeCache() {
        return memory.manager().getCache(CACHE_NAME);
    }
}
