package io.concord.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens count, and for what beside the store.
 *
 * @param enabled false lets every caller do everything
 * @param provider whether there is an identity provider whose tokens count
 * @param rules what tokens of that provider must keep to
 * @param clockSkew by which the clocks of those who date tokens may differ from this node's
 * @param tokensSecret under which the keys of Concord's own tokens are encrypted; empty on a node that makes none
 * @param metrics who may see the metrics
 * @param openapi who may see the description of the interface
 */
public record AccessSettings(
        boolean enabled,
        boolean provider,
        ProviderRules rules,
        Duration clockSkew,
        Optional<String> tokensSecret,
        PathAccess metrics,
        PathAccess openapi) {
    /** An identity provider's tokens alone, as far as what is not said goes. */
    public static final AccessSettings STANDARD = new AccessSettings(
            true,
            true,
            new ProviderRules("", Set.of(), Duration.ofDays(31)),
            Duration.ofSeconds(30),
            Optional.empty(),
            PathAccess.READER,
            PathAccess.READER);

    /** With the secret left out. */
    @Override
    public String toString() {
        return "AccessSettings[enabled=" + enabled + ", provider=" + provider + ", rules=" + rules + ", clockSkew="
                + clockSkew + ", metrics=" + metrics + ", openapi=" + openapi + "]";
    }
}
