package io.concord.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

/** Applications as Boot starts them, with Boot's auto-configurations beside those of Concord. None reaches a cluster. */
final class Applications {
    private static final ApplicationContextRunner WITHOUT_CACHING = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CacheAutoConfiguration.class,
                    CacheMetricsAutoConfiguration.class,
                    ConcordConnectionAutoConfiguration.class,
                    ConcordAutoConfiguration.class,
                    ConcordHealthAutoConfiguration.class,
                    ConcordMetersAutoConfiguration.class));

    private Applications() {}

    static ApplicationContextRunner withoutCaching() {
        return WITHOUT_CACHING;
    }

    static ApplicationContextRunner withCaching() {
        return WITHOUT_CACHING.withUserConfiguration(Caching.class);
    }

    @EnableCaching
    @Configuration(proxyBeanMethods = false)
    static class Caching {}
}
