package io.concord.spring.boot;

import io.concord.jcache.ConcordCachingProvider;
import io.concord.jcache.api.ConcordCaches;
import io.concord.spring.ConcordCacheManager;
import javax.cache.CacheManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The health of the cluster, named {@code concord}: by the Concord cache manager, made here or not, or by Boot's way to JCache. */
@AutoConfiguration(after = {ConcordAutoConfiguration.class, CacheAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class, ConcordCacheManager.class})
@ConditionalOnEnabledHealthIndicator("concord")
@EnableConfigurationProperties(ConcordHealthProperties.class)
public final class ConcordHealthAutoConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(ConcordCacheManager.class)
    @ConditionalOnMissingBean(name = {"concordHealthIndicator", "concordHealthContributor"})
    static class OfAdapter {
        @Bean
        ConcordHealthIndicator concordHealthContributor(
                ConcordCacheManager manager, ConcordHealthProperties properties) {
            return new ConcordHealthIndicator(
                    manager.getCacheManager().unwrap(ConcordCaches.class), properties.timeout());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(
            value = ConcordCacheManager.class,
            name = {"concordHealthIndicator", "concordHealthContributor"})
    @ConditionalOnProperty(name = "spring.cache.type", havingValue = "jcache")
    @ConditionalOnSingleCandidate(CacheManager.class)
    @Conditional(OnConcordProvider.class)
    static class OfJCache {
        /** Unknown, if the application has made the manager, and by another provider. */
        @Bean
        HealthIndicator concordHealthContributor(CacheManager manager, ConcordHealthProperties properties) {
            return manager.getCachingProvider() instanceof ConcordCachingProvider
                    ? new ConcordHealthIndicator(manager.unwrap(ConcordCaches.class), properties.timeout())
                    : () -> Health.unknown().build();
        }
    }
}
