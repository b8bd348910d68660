package io.concord.spring.boot;

import io.concord.jcache.ConcordCachingProvider;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** {@code spring.cache.jcache.provider} is not set, or names Concord's. */
final class OnConcordProvider extends SpringBootCondition {
    private static final String PROPERTY = "spring.cache.jcache.provider";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        var provider = context.getEnvironment().getProperty(PROPERTY, "");
        var outcome = ConditionMessage.forCondition("JCache provider of Concord");
        return provider.isBlank() || provider.equals(ConcordCachingProvider.class.getName())
                ? ConditionOutcome.match(outcome.because("no other is named"))
                : ConditionOutcome.noMatch(outcome.because(PROPERTY + " is " + provider));
    }
}
