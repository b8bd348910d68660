package io.concord.core.command;

import io.concord.core.access.RuleFormat;
import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import io.concord.core.wire.EntryFormat;
import java.util.ArrayList;

/**
 * The bytes of what the state knows of Concord's own tokens:
 *
 * <pre>
 * bearer:        string name, u16 count, strings groups, grants (see {@link RuleFormat})
 * issued token:  string id, bearer, string key id, author, i64 created ms, i64 expires ms, i64 deadline ms,
 *                  u8 0, or u8 1 and i64 revocation id, author, i64 revoked ms
 * signing key:   string id, string public key, string sealed key, author, i64 created ms, i64 retired ms (0 not),
 *                  i64 needed until ms
 * </pre>
 */
public final class TokenRecordFormat {
    private TokenRecordFormat() {}

    static ByteWriter writeBearer(ByteWriter out, TokenBearer bearer) {
        out.string(bearer.name()).u16(bearer.groups().size());
        bearer.groups().forEach(out::string);
        return RuleFormat.writeGrants(out, bearer.grants());
    }

    static TokenBearer readBearer(ByteReader in) {
        var name = in.string();
        var groups = new ArrayList<String>();
        for (int left = in.u16(); left > 0; left--) {
            groups.add(in.string());
        }
        return new TokenBearer(name, groups, RuleFormat.readGrants(in));
    }

    static ByteWriter writeId(ByteWriter out, TokenId id) {
        return out.string(id.text());
    }

    static TokenId readId(ByteReader in) {
        return new TokenId(in.string());
    }

    public static ByteWriter write(ByteWriter out, IssuedToken token) {
        writeBearer(out.string(token.id().text()), token.bearer())
                .string(token.key().text());
        EntryFormat.writeAuthor(out, token.by()).i64(token.createdMillis()).i64(token.expiresMillis());
        return EntryFormat.writeOptional(
                out.i64(token.deadlineMillis()),
                token.revoked(),
                (to, revoked) -> EntryFormat.writeAuthor(to.i64(revoked.revocationId()), revoked.by())
                        .i64(revoked.atMillis()));
    }

    public static IssuedToken readToken(ByteReader in) {
        return new IssuedToken(
                readId(in),
                readBearer(in),
                readId(in),
                EntryFormat.readAuthor(in),
                in.i64(),
                in.i64(),
                in.i64(),
                EntryFormat.readOptional(
                        in, from -> new IssuedToken.Revoked(from.i64(), EntryFormat.readAuthor(from), from.i64())));
    }

    public static ByteWriter write(ByteWriter out, SigningKey key) {
        out.string(key.id().text()).string(key.publicKey()).string(key.sealedKey());
        return EntryFormat.writeAuthor(out, key.by())
                .i64(key.createdMillis())
                .i64(key.retiredMillis())
                .i64(key.neededUntilMillis());
    }

    public static SigningKey readKey(ByteReader in) {
        return new SigningKey(
                readId(in), in.string(), in.string(), EntryFormat.readAuthor(in), in.i64(), in.i64(), in.i64());
    }
}
