package io.concord.core.wire;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.model.Token;
import io.concord.core.model.TokenSelector;

/**
 * The bytes of what is said of tokens:
 *
 * <pre>
 * token:     string id, i64 issued ms
 * selector:  string issuer, string token id, string subject, i64 issued before ms
 * </pre>
 */
public final class TokenFormat {
    private TokenFormat() {}

    public static ByteWriter write(ByteWriter out, Token token) {
        return out.string(token.id()).i64(token.issuedMillis());
    }

    public static Token read(ByteReader in) {
        return new Token(in.string(), in.i64());
    }

    public static ByteWriter writeSelector(ByteWriter out, TokenSelector tokens) {
        return out.string(tokens.issuer())
                .string(tokens.tokenId())
                .string(tokens.subject())
                .i64(tokens.issuedBeforeMillis());
    }

    public static TokenSelector readSelector(ByteReader in) {
        return new TokenSelector(in.string(), in.string(), in.string(), in.i64());
    }
}
