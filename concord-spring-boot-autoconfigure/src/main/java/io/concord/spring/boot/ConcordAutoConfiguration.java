package io.concord.spring.boot;

import io.concord.spring.ConcordCacheManager;
import io.concord.spring.ConcordCacheManagerBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ResourceLoader;

/**
 * A {@link ConcordCacheManager} for applications that have switched caching on and neither have a cache manager of their own
 * nor ask for another of Boot's. Comes before Boot's own, which then steps back.
 */
@AutoConfiguration(before = CacheAutoConfiguration.class, after = ConcordConnectionAutoConfiguration.class)
@ConditionalOnClass({CacheManager.class, ConcordCacheManager.class})
@ConditionalOnBean(CacheAspectSupport.class)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@Conditional(OnUnsetCacheType.class)
@EnableConfigurationProperties({CacheProperties.class, ConcordCacheProperties.class})
public final class ConcordAutoConfiguration {
    /** As Boot's own, which is not there beside a cache manager. */
    @Bean
    @ConditionalOnMissingBean
    CacheManagerCustomizers cacheManagerCustomizers(ObjectProvider<CacheManagerCustomizer<?>> customizers) {
        return new CacheManagerCustomizers(customizers.orderedStream().toList());
    }

    @Bean
    ConcordCacheManagerBuilder concordCacheManagerBuilder(
            ClientConnection connection,
            ConcordCacheProperties properties,
            CacheProperties boot,
            ResourceLoader resources) {
        var builder = ConcordCacheManager.builder(null, connection.settings());
        CacheManagerSettings.apply(properties, boot.getCacheNames(), builder);
        var loader = resources.getClassLoader();
        return loader == null ? builder : builder.classLoader(loader);
    }

    @Bean
    ConcordCacheManager cacheManager(
            ConcordCacheManagerBuilder builder,
            ObjectProvider<ConcordCacheManagerBuilderCustomizer> builderCustomizers,
            CacheManagerCustomizers customizers) {
        builderCustomizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return customizers.customize(builder.build());
    }
}
