package io.concord.server.config;

import java.time.Duration;
import java.util.Set;

/**
 * What the tokens of the identity provider must keep to beside their signature.
 *
 * @param issuer as their {@code iss} has it
 * @param audiences one of which their {@code aud} has
 * @param lifetimeMax those that are valid for longer are refused
 */
public record ProviderRules(String issuer, Set<String> audiences, Duration lifetimeMax) {
    public ProviderRules {
        audiences = Set.copyOf(audiences);
    }
}
