package io.concord.spring;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The code that docs/spring.md shows. */
final class DocumentedApplication {
    private DocumentedApplication() {}

    @Configuration
    @EnableCaching
    static class Caches {
        @Bean
        ConcordCacheManager cacheManager() {
            return ConcordCacheManager.builder()
                    .cacheDefaults(CacheSettings.DEFAULTS.withTimeToLive(Duration.ofHours(1)))
                    .withCache("sessions", CacheSettings.DEFAULTS.withTimeToLive(Duration.ofMinutes(5)))
                    .transactionAware()
                    .build();
        }
    }

    static ConcordCacheManagerBuilder elsewhere(Properties properties) {
        return ConcordCacheManager.builder(URI.create("concord://h1:9443,h2:9443/"), properties);
    }

    record Product(int number, int shop) {}

    static ConcordCacheManagerBuilder tagged() {
        return ConcordCacheManager.builder()
                .tagResolver((cache, key, value) ->
                        value instanceof Product product ? Set.of("shop:" + product.shop()) : Set.of());
    }

    static void close(ConcordCacheManager manager) {
        manager.evictTag("shop:7");
    }

    static CacheManager byJCache() {
        javax.cache.CacheManager jcache = Caching.getCachingProvider().getCacheManager();
        jcache.createCache("books", new MutableConfiguration<>());
        return new JCacheCacheManager(jcache);
    }
}
