package io.concord.core.model;

/**
 * What a revocation tells the tokens of one subject apart by.
 *
 * @param id of the token, unique to its issuer ({@code jti}); empty where it has none
 * @param issuedMillis when it was issued ({@code iat}), since the epoch by its issuer's clock; 0 where it does not say, so
 *     that it counts as older than all others
 */
public record Token(String id, long issuedMillis) {
    private static final TextRule ID_RULE = TextRule.unicode("token id", 0, Limits.AUTHOR_BYTES_MAX);

    public Token {
        ID_RULE.check(id);
        Limits.requireTime(issuedMillis);
    }
}
