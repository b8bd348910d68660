package io.concord.core.access;

import java.util.List;
import java.util.Map;

/**
 * A grant to somebody, and where he has it from.
 *
 * @param claims of his that the pattern of keys was made with
 * @param key the key, or the beginning of keys, that the pattern stands for with them
 */
public record Basis(Source source, Grant grant, Map<String, String> claims, String key) {
    public Basis {
        claims = Map.copyOf(claims);
    }

    /** Where a grant comes from. */
    public sealed interface Source {}

    /** A built-in role. */
    public record OfRole(Role role) implements Source {}

    /**
     * A rule.
     *
     * @param position of the grant in it, from 0
     * @param grantee that the caller is
     */
    public record OfRule(StoredRule rule, int position, Grantee grantee) implements Source {}

    /** The token itself; {@code position} as in a rule. */
    public record OfToken(int position) implements Source {}

    /** A grant that does not apply because of a claim that the caller does not have, or not as one that can be used. */
    public record Unusable(Source source, Grant grant, String claim, boolean missing) {}

    boolean concerns(Need need) {
        return need.verb().isIn(grant.verbs());
    }

    Span span() {
        return grant.key().isPrefix() ? Span.ofPrefix(key) : Span.ofKey(key);
    }

    /** The grants of somebody, and those that he cannot use. */
    record All(List<Basis> usable, List<Unusable> unusable) {}
}
