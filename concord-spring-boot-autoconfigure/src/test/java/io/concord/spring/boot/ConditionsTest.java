package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.spring.ConcordCacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ConditionsTest {
    @Test
    void the_cache_manager_of_an_application_that_caches_is_concords() {
        Applications.withCaching()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(CacheManager.class)
                        .hasSingleBean(ConcordCacheManager.class));
    }

    @Test
    void caching_is_not_switched_on() {
        Applications.withoutCaching()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(CacheManager.class)
                        .doesNotHaveBean(CacheAspectSupport.class));
    }

    @Test
    void a_cache_manager_of_the_application_stays_alone() {
        Applications.withCaching()
                .withBean(ConcurrentMapCacheManager.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(CacheManager.class)
                        .doesNotHaveBean(ConcordCacheManager.class));
    }

    @Test
    void a_cache_resolver_of_the_application_needs_no_manager() {
        Applications.withoutCaching()
                .withUserConfiguration(ByResolver.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(CacheAspectSupport.class)
                        .doesNotHaveBean(CacheManager.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "simple", "SIMPLE", "jcache"})
    void a_type_of_boots_switches_it_off(String type) {
        Applications.withCaching()
                .withPropertyValues("spring.cache.type=" + type)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(CacheManager.class)
                        .doesNotHaveBean(ConcordCacheManager.class));
    }

    @Test
    void a_type_that_is_empty_is_none() {
        Applications.withCaching()
                .withPropertyValues("spring.cache.type=")
                .run(context -> assertThat(context).hasSingleBean(ConcordCacheManager.class));
    }

    @Test
    void without_the_adapter_boot_chooses() {
        Applications.withCaching()
                .withClassLoader(new FilteredClassLoader(ConcordCacheManager.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .getBean(CacheManager.class)
                        .isInstanceOf(JCacheCacheManager.class));
    }

    @Test
    void customizers_of_boots_are_applied() {
        Applications.withCaching()
                .withBean(Witness.class)
                .run(context -> assertThat(context.getBean(Witness.class).seen)
                        .isSameAs(context.getBean(ConcordCacheManager.class)));
    }

    @EnableCaching
    @Configuration(proxyBeanMethods = false)
    static class ByResolver implements CachingConfigurer {
        @Bean
        @Override
        public CacheResolver cacheResolver() {
            return new SimpleCacheResolver(new ConcurrentMapCacheManager());
        }
    }

    static final class Witness implements CacheManagerCustomizer<ConcordCacheManager> {
        private CacheManager seen = new ConcurrentMapCacheManager();

        @Override
        public void customize(ConcordCacheManager manager) {
            seen = manager;
        }
    }
}
