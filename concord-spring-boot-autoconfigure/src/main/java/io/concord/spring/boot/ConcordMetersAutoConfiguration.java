package io.concord.spring.boot;

import io.concord.spring.ConcordSpringCache;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.context.annotation.Bean;

/** What Boot needs to show meters of Concord's caches; Boot binds those that are there at start. */
@AutoConfiguration(before = CacheMetricsAutoConfiguration.class, after = ConcordAutoConfiguration.class)
@ConditionalOnClass({MeterBinder.class, CacheMeterBinderProvider.class, ConcordSpringCache.class})
public final class ConcordMetersAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(ConcordCacheMeterBinderProvider.class)
    ConcordCacheMeterBinderProvider concordCacheMeterBinderProvider() {
        return new ConcordCacheMeterBinderProvider();
    }
}
