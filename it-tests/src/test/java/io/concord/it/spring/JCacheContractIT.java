package io.concord.it.spring;

import io.concord.cli.cluster.LocalCluster;
import io.concord.it.SharedCluster;
import io.concord.spring.CacheContract;
import java.util.Objects;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.cache.Cache;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.cache.jcache.JCacheCacheManager;

/** Spring's own way to JCache keeps the contract on real servers, with nothing of the adapter's. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JCacheContractIT extends CacheContract {
    private final CacheManager jcache;
    private final JCacheCacheManager manager;

    JCacheContractIT(LocalCluster cluster) {
        var connection = Connection.to(cluster);
        jcache = Caching.getCachingProvider()
                .getCacheManager(connection.uri(), getClass().getClassLoader(), connection.properties());
        jcache.createCache(CACHE_NAME, new MutableConfiguration<>());
        jcache.createCache(CACHE_NAME_WITHOUT_NULL, new MutableConfiguration<>());
        manager = new JCacheCacheManager(jcache);
        manager.afterPropertiesSet();
    }

    @AfterAll
    void close() {
        jcache.close();
    }

    @Override
    protected Cache cache() {
        return Objects.requireNonNull(manager.getCache(CACHE_NAME));
    }

    @Override
    protected Cache cacheWithoutNull() {
        return new JCacheCache(jcache.getCache(CACHE_NAME_WITHOUT_NULL), false);
    }

    @Override
    protected Object nativeCache() {
        return jcache.getCache(CACHE_NAME);
    }
}
