package io.concord.cli.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * The claims of a token. Nothing is checked: tests also need the tokens that a server must refuse.
 *
 * @param values claim names and values; an {@link java.time.Instant} becomes a JWT numeric date
 */
public record TokenClaims(Map<String, Object> values) {
    /** Who issues the tokens of a local cluster. */
    public static final String ISSUER = "https://concord.dev.local";

    /** Whom every Concord token is for. */
    public static final String AUDIENCE = "concord";

    /** Copies. */
    public TokenClaims {
        values = Map.copyOf(values);
    }

    /** These claims with one added or replaced. */
    public TokenClaims with(String name, Object value) {
        var changed = new TreeMap<>(values);
        changed.put(name, value);
        return new TokenClaims(changed);
    }

    /** These claims without one. */
    public TokenClaims without(String name) {
        var changed = new TreeMap<>(values);
        changed.remove(name);
        return new TokenClaims(changed);
    }
}
