package io.concord.spring.boot;

import io.concord.spring.ConcordCacheManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the cluster, named {@code concord}, for whoever has a Concord cache manager, made here or not. */
@AutoConfiguration(after = ConcordAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class, ConcordCacheManager.class})
@ConditionalOnSingleCandidate(ConcordCacheManager.class)
@ConditionalOnEnabledHealthIndicator("concord")
@EnableConfigurationProperties(ConcordHealthProperties.class)
public final class ConcordHealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = {"concordHealthIndicator", "concordHealthContributor"})
    ConcordHealthIndicator concordHealthContributor(ConcordCacheManager manager, ConcordHealthProperties properties) {
        return new ConcordHealthIndicator(manager, properties.timeout());
    }
}
