package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.MemoryCachingProvider;
import io.concord.spring.ConcordCacheManager;
import io.concord.spring.ConcordSpringCache;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.cache.actuate.endpoint.CachesEndpoint;
import org.springframework.boot.cache.metrics.JCacheCacheMeterBinderProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.cache.jcache.JCacheCacheManager;

/** What Boot's Actuator shows of Concord's caches and does to them, by the adapter and by JCache as it is. */
class ActuatorTest {
    private static final String BOOKS = "books";

    private final MemoryCachingProvider provider = new MemoryCachingProvider();

    /** A way from Spring to the caches of a provider. */
    interface Way {
        CacheManager manager(MemoryCachingProvider provider);
    }

    static Stream<Way> ways() {
        return Stream.of(ActuatorTest::adapter, ActuatorTest::jcache);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void caches_are_listed_and_described(Way way) {
        var manager = way.manager(provider);
        var endpoint = new CachesEndpoint(Map.of("cacheManager", manager));

        var listed = Objects.requireNonNull(endpoint.caches().getCacheManagers().get("cacheManager"));
        assertThat(listed.getCaches()).containsOnlyKeys(BOOKS);
        assertThat(Objects.requireNonNull(endpoint.cache(BOOKS, null)).getTarget())
                .isEqualTo(books(manager).getNativeCache().getClass().getName());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_cache_is_cleared_on_request(Way way) {
        var manager = way.manager(provider);
        var endpoint = new CachesEndpoint(Map.of("cacheManager", manager));
        books(manager).put("alice", "wonderland");

        assertThat(endpoint.clearCache(BOOKS, null)).isTrue();

        assertThat(books(manager).get("alice")).isNull();
    }

    @Test
    void the_meters_of_jcache_find_what_the_cache_has_counted() {
        var cache = (JCacheCache) books(jcache(provider));
        var registry = new SimpleMeterRegistry();
        new JCacheCacheMeterBinderProvider(true).getMeterBinder(cache, Set.of()).bindTo(registry);

        cache.get("alice");
        cache.put("alice", "wonderland");
        cache.get("alice");
        cache.get("alice");
        cache.evict("alice");

        assertThat(count(registry, "cache.gets", "result", "hit")).isEqualTo(2);
        assertThat(count(registry, "cache.gets", "result", "miss")).isEqualTo(1);
        assertThat(count(registry, "cache.puts", "cache", BOOKS)).isEqualTo(1);
        assertThat(count(registry, "cache.removals", "cache", BOOKS)).isEqualTo(1);
    }

    private static CacheManager adapter(MemoryCachingProvider provider) {
        var manager = ConcordCacheManager.builder(provider.getCacheManager()).build();
        manager.afterPropertiesSet();
        assertThat(manager.getCache(BOOKS)).isInstanceOf(ConcordSpringCache.class);
        return manager;
    }

    private static CacheManager jcache(MemoryCachingProvider provider) {
        var caches = provider.getCacheManager();
        caches.createCache(BOOKS, new MutableConfiguration<>().setStatisticsEnabled(true));
        var manager = new JCacheCacheManager(caches);
        manager.afterPropertiesSet();
        return manager;
    }

    private static Cache books(CacheManager manager) {
        return Objects.requireNonNull(manager.getCache(BOOKS));
    }

    private static double count(SimpleMeterRegistry registry, String name, String tag, String value) {
        return registry.get(name).tag(tag, value).functionCounter().count();
    }
}
