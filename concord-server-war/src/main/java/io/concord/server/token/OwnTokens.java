package io.concord.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import io.concord.core.model.Limits;
import io.concord.core.model.Token;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenId;
import io.concord.server.service.Caller;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** Verifies Concord's own tokens, strictly: what is not exactly as {@link TokenKeys} makes it does not count. */
public final class OwnTokens {
    /** Far more than the largest that is ever made. */
    static final int CHARACTERS_MAX = 24 * 1024;

    private final String audience;
    private final Duration clockSkew;
    private final Function<TokenId, Optional<SigningKey>> keys;

    /**
     * Who bears a token, and until when that holds without looking at it again.
     *
     * @param key while there is this key
     * @param until by this node's clock, not included
     */
    public record Verified(Caller caller, TokenId key, Instant until) {}

    /**
     * @param audience the name of the cluster, for which all its tokens are
     * @param clockSkew by which the clock of the node that dated a token may differ from this one's
     * @param keys those that there are
     */
    public OwnTokens(String audience, Duration clockSkew, Function<TokenId, Optional<SigningKey>> keys) {
        this.audience = audience;
        this.clockSkew = clockSkew;
        this.keys = keys;
    }

    /** Whether a token means to be one of Concord's own, and is to be verified here and nowhere else. */
    public static boolean isMeant(String token) {
        return SignedForm.isMeant(token);
    }

    /**
     * Who bears the token.
     *
     * @throws io.concord.server.service.RequestFailure {@link io.concord.core.protocol.ErrorCode#UNAUTHORIZED} if it does
     *     not count; says why, and nothing out of it
     */
    public Verified verify(String token, Instant now) {
        if (token.length() > CHARACTERS_MAX) {
            throw new TokenRefusal("it is longer than any of Concord's tokens");
        }
        var form = SignedForm.of(token);
        var key = keys.apply(form.key())
                .orElseThrow(() -> new TokenRefusal(
                        "the key that is said to have signed it is not known here" + " (any more); get another one"));
        if (!isSigned(form, key)) {
            throw new TokenRefusal("its signature is not valid");
        }
        return verified(TokenClaims.read(form.payloadBytes()), key.id(), now);
    }

    private Verified verified(TokenClaims claims, TokenId key, Instant now) {
        if (!claims.audience().equals(audience)) {
            throw new TokenRefusal("it is for another cluster");
        }
        var issued = Instant.ofEpochSecond(claims.issuedSeconds());
        var expires = Instant.ofEpochSecond(claims.expiresSeconds());
        long seconds = claims.expiresSeconds() - claims.issuedSeconds();
        if (seconds < 1 || seconds > Limits.TOKEN_SECONDS_MAX) {
            throw new TokenRefusal("it is valid for longer than any of Concord's tokens");
        }
        if (issued.isAfter(now.plus(clockSkew))) {
            throw new TokenRefusal("it is not yet valid; do the clocks of the nodes agree?");
        }
        if (!now.isBefore(expires.plus(clockSkew))) {
            throw new TokenRefusal("it has expired; get another one");
        }
        var token = new Token(claims.id().text(), issued.toEpochMilli());
        var caller = new Caller(claims.bearer().identity(), Optional.of(token), Optional.of(expires));
        return new Verified(caller, key, expires.plus(clockSkew));
    }

    private static boolean isSigned(SignedForm form, SigningKey key) {
        try {
            var encoded = Base64.getUrlDecoder().decode(key.publicKey());
            var publicKey = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
            return new ECDSAVerifier(publicKey)
                    .verify(
                            new JWSHeader(JWSAlgorithm.ES256),
                            form.signedPart().getBytes(StandardCharsets.US_ASCII),
                            new Base64URL(form.signature()));
        } catch (JOSEException e) {
            return false;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("the public half of the signing key " + key.id() + " cannot be read", e);
        }
    }
}
