package io.concord.spring.boot;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** {@code spring.cache.type} is not set: whoever sets it wants another of Boot's managers, for it has no value for this one. */
final class OnUnsetCacheType extends SpringBootCondition {
    private static final String PROPERTY = "spring.cache.type";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        var type = context.getEnvironment().getProperty(PROPERTY, "");
        var outcome = ConditionMessage.forCondition("Concord caches");
        return type.isBlank()
                ? ConditionOutcome.match(outcome.because(PROPERTY + " is not set"))
                : ConditionOutcome.noMatch(outcome.because(PROPERTY + " is " + type));
    }
}
