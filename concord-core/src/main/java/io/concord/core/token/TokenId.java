package io.concord.core.token;

import io.concord.core.model.TextRule;

/** The id of a token or of a signing key ({@code jti}, {@code kid}): 1 to 64 characters of visible ASCII. */
public record TokenId(String text) implements Comparable<TokenId> {
    private static final TextRule RULE = TextRule.ascii("id", 0x21, 64);

    public TokenId {
        RULE.check(text);
    }

    @Override
    public int compareTo(TokenId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
