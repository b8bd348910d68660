package io.concord.spring.boot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How the health of the cluster is asked for.
 *
 * @param timeout How long a health check waits for the cluster to answer.
 */
@ConfigurationProperties(ConcordHealthProperties.PREFIX)
public record ConcordHealthProperties(@DefaultValue("2s") Duration timeout) {
    static final String PREFIX = "concord.health";

    public ConcordHealthProperties {
        if (timeout.toMillis() <= 0) {
            throw new InvalidConfigurationPropertyValueException(
                    PREFIX + ".timeout", timeout, "it must be a millisecond or more");
        }
    }
}
