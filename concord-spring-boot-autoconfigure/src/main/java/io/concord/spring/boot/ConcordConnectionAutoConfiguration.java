package io.concord.spring.boot;

import io.concord.jcache.ConcordCachingProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.JCachePropertiesCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/** The connection, for the caches of {@link ConcordAutoConfiguration} and for those by {@code spring.cache.type=jcache} alike. */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass({ConcordCachingProvider.class, JCachePropertiesCustomizer.class})
@EnableConfigurationProperties(ConcordClientProperties.class)
@ImportRuntimeHints(ClientRuntimeHints.class)
public final class ConcordConnectionAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(ConcordConnectionDetails.class)
    PropertiesConnectionDetails concordConnectionDetails(ConcordClientProperties properties) {
        return new PropertiesConnectionDetails(properties);
    }

    @Bean
    ClientConnection concordClientConnection(
            ConcordClientProperties properties, ConcordConnectionDetails details, Environment environment) {
        return new ClientConnection(properties, details, UnknownSettings.in(environment));
    }

    /** Not for another provider, which could refuse the properties. */
    @Bean
    @Conditional(OnConcordProvider.class)
    JCachePropertiesCustomizer concordJCachePropertiesCustomizer(ClientConnection connection) {
        return properties -> properties.putAll(connection.settings());
    }
}
