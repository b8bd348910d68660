package io.concord.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.spring.ConcordCacheManager;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.util.ClassUtils;

/** An application that depends on the starter and on nothing else, so without health and meters. */
class StarterTest {
    @Test
    void an_application_with_the_starter_caches_in_concord() {
        try (var context = SpringApplication.run(Application.class, "--concord.cache.caches.books.time-to-live=1h")) {
            assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcordCacheManager.class);
            assertThat(context.getBean(CacheManager.class).getCacheNames()).containsExactly("books");
        }
    }

    @Test
    void the_starter_brings_neither_health_nor_meters() {
        assertThat(ClassUtils.isPresent("org.springframework.boot.health.contributor.HealthIndicator", null))
                .isFalse();
        assertThat(ClassUtils.isPresent("io.micrometer.core.instrument.MeterRegistry", null))
                .isFalse();
    }

    @EnableCaching
    @EnableAutoConfiguration
    static class Application {}
}
