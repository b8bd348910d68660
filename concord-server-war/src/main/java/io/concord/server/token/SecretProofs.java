package io.concord.server.token;

import io.concord.core.access.Identity;
import io.concord.core.access.Role;
import io.concord.core.model.Author;
import io.concord.core.model.Token;
import io.concord.server.service.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Proofs that somebody has the secret of the nodes, in place of a token: for a minute he is an administrator. That is how a
 * cluster without an identity provider comes by its first token. The secret itself never travels.
 *
 * <p>A proof is a JWT of exactly one form: HS256 under a key that is made of the secret for this alone.
 */
public final class SecretProofs {
    /** As whom its bearer is known. */
    static final String ISSUER = "urn:concord:secret";

    private static final String HEADER = "{\"typ\":\"concord-secret+jwt\",\"alg\":\"HS256\"}";
    private static final String BEGIN = SignedForm.encoded(HEADER.getBytes(StandardCharsets.US_ASCII)) + ".";
    private static final Pattern CLAIMS =
            Pattern.compile("\\{\"aud\":\"([A-Za-z0-9._-]{1,63})\",\"iat\":([0-9]{1,12})}");
    private static final int CHARACTERS_MAX = 1024;
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final Optional<TokenSecret> secret;
    private final String audience;
    private final Duration clockSkew;

    public SecretProofs(Optional<TokenSecret> secret, String audience, Duration clockSkew) {
        this.secret = secret;
        this.audience = audience;
        this.clockSkew = clockSkew;
    }

    /** Whether something in place of a token means to be a proof. */
    public static boolean isMeant(String token) {
        return token.startsWith(BEGIN);
    }

    /**
     * Who has made the proof.
     *
     * @throws io.concord.server.service.RequestFailure {@link io.concord.core.protocol.ErrorCode#UNAUTHORIZED} if it proves
     *     nothing
     */
    public Caller verify(String proof, Instant now) {
        var known = secret.orElseThrow(
                () -> new TokenRefusal("this node has no concord.tokens.secret, so that nobody can prove to have it"));
        var parts = proof.split("\\.", -1);
        if (proof.length() > CHARACTERS_MAX || parts.length != 3) {
            throw new TokenRefusal("it does not have three parts");
        }
        var expected = SignedForm.encoded(known.proof(parts[0] + "." + parts[1]));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), parts[2].getBytes(StandardCharsets.UTF_8))) {
            throw new TokenRefusal("it was made with another secret than this node's");
        }
        return caller(parts[1], now);
    }

    private Caller caller(String payload, Instant now) {
        var claims = CLAIMS.matcher(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.ISO_8859_1));
        if (!claims.matches() || !claims.group(1).equals(audience)) {
            throw new TokenRefusal("it is for another cluster");
        }
        var made = Instant.ofEpochSecond(Long.parseLong(claims.group(2)));
        var end = made.plus(GOOD_FOR);
        if (made.isAfter(now.plus(clockSkew)) || !now.isBefore(end.plus(clockSkew))) {
            throw new TokenRefusal("it is good for a minute, which is not now; do the clocks agree?");
        }
        var identity = Identity.of(new Author(ISSUER, "operator"), List.of(Role.ADMIN.group()));
        return new Caller(identity, Optional.of(new Token("", made.toEpochMilli())), Optional.of(end));
    }
}
