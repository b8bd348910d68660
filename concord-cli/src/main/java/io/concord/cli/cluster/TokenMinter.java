package io.concord.cli.cluster;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** Makes MicroProfile JWTs (RS256) with one signing key. */
public final class TokenMinter {
    private final SigningKey key;
    private final Clock clock;

    /** Tokens dated by the system's clock. */
    public TokenMinter(SigningKey key) {
        this(key, Clock.systemUTC());
    }

    /** Tokens dated by a clock of one's own. */
    public TokenMinter(SigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** A token that a local cluster accepts until {@code validity} has passed. */
    public String mint(String subject, TokenGroup group, Duration validity) {
        return sign(claims(subject, group, validity));
    }

    /** The claims of such a token, to be changed before {@link #sign}. */
    public TokenClaims claims(String subject, TokenGroup group, Duration validity) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new TokenClaims(Map.of(
                "iss",
                TokenClaims.ISSUER,
                "aud",
                TokenClaims.AUDIENCE,
                "sub",
                subject,
                "upn",
                subject,
                "groups",
                group.claims(),
                "iat",
                now,
                "exp",
                now.plus(validity),
                "jti",
                UUID.randomUUID().toString()));
    }

    /** Signs exactly these claims, sensible or not. */
    public String sign(TokenClaims claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build();
        var token = new SignedJWT(header, claimsSet(claims));
        try {
            token.sign(new RSASSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new ClusterFailure("this JDK cannot sign with RS256: " + e.getMessage(), e);
        }
        return token.serialize();
    }

    // Justification: java.util.Date is what the JWT library takes for a numeric date.
    @SuppressWarnings("JavaUtilDate")
    private static JWTClaimsSet claimsSet(TokenClaims claims) {
        var set = new JWTClaimsSet.Builder();
        claims.values().forEach((name, value) -> set.claim(name, value instanceof Instant at ? Date.from(at) : value));
        return set.build();
    }
}
