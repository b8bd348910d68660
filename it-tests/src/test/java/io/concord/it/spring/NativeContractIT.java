package io.concord.it.spring;

import io.concord.cli.cluster.LocalCluster;
import io.concord.it.SharedCluster;
import io.concord.spring.CacheSettings;
import io.concord.spring.ConcordCacheManager;
import io.concord.spring.RetrieveContract;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.cache.Cache;

/** The adapter's cache keeps Spring's contract on real servers. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NativeContractIT extends RetrieveContract {
    private final ConcordCacheManager manager;

    NativeContractIT(LocalCluster cluster) {
        var connection = Connection.to(cluster);
        manager = ConcordCacheManager.builder(connection.uri(), connection.properties())
                .withCache(CACHE_NAME_WITHOUT_NULL, CacheSettings.DEFAULTS.withoutNullValues())
                .build();
    }

    @AfterAll
    void close() {
        manager.destroy();
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
        return manager.getCacheManager().getCache(CACHE_NAME);
    }
}
