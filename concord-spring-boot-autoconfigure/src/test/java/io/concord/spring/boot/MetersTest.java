package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.MemoryCachingProvider;
import io.concord.spring.ConcordCacheManager;
import io.concord.spring.ConcordSpringCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;

class MetersTest {
    private final MemoryCachingProvider provider = new MemoryCachingProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void caches_that_are_there_at_start_have_meters() {
        Applications.withCaching()
                .withBean(SimpleMeterRegistry.class)
                .withPropertyValues(
                        "concord.cache.caches.books.key-prefix=shop", "concord.cache.transaction-aware=true")
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .get("cache.gets")
                                .tag("cache", "books")
                                .tag("cache.manager", "cacheManager")
                                .functionCounters())
                        .hasSize(2));
    }

    @Test
    void meters_tell_what_the_cache_has_counted() {
        var cache = counting("books");
        var registry = new SimpleMeterRegistry();
        new ConcordCacheMeterBinderProvider().getMeterBinder(cache, Set.of()).bindTo(registry);

        cache.get("alice");
        cache.put("alice", "wonderland");
        cache.get("alice");
        cache.get("alice");
        cache.evict("alice");

        assertThat(count(registry, "cache.gets", "result", "hit")).isEqualTo(2);
        assertThat(count(registry, "cache.gets", "result", "miss")).isEqualTo(1);
        assertThat(count(registry, "cache.puts", "cache", "books")).isEqualTo(1);
        assertThat(count(registry, "cache.removals", "cache", "books")).isEqualTo(1);
        assertThat(count(registry, "cache.evictions", "cache", "books")).isZero();
        assertThat(registry.find("cache.size").gauge()).isNull();
    }

    @Test
    void a_provider_of_the_application_takes_its_place() {
        Applications.withCaching()
                .withBean("own", ConcordCacheMeterBinderProvider.class)
                .run(context -> assertThat(context.getBeanNamesForType(ConcordCacheMeterBinderProvider.class))
                        .containsExactly("own"));
    }

    @Test
    void there_are_none_without_micrometer() {
        Applications.withCaching()
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("concordCacheMeterBinderProvider"));
    }

    private ConcordSpringCache counting(String name) {
        var manager = ConcordCacheManager.builder(provider.getCacheManager())
                .enableStatistics()
                .build();
        manager.afterPropertiesSet();
        return Objects.requireNonNull(manager.getConcordCache(name));
    }

    private static double count(MeterRegistry registry, String name, String tag, String value) {
        return registry.get(name).tag(tag, value).functionCounter().count();
    }
}
