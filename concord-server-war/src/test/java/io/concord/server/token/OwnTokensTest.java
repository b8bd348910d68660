package io.concord.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import io.concord.core.access.Grant;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Verb;
import io.concord.core.command.Outcome;
import io.concord.core.model.Author;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import io.concord.server.service.RequestFailure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that are good, and everything that somebody may make of them. */
class OwnTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final TokenBearer CI = new TokenBearer(
            "ci/\u00e9",
            List.of("concord-reader", "builders"),
            List.of(new Grant(new NamespacePattern("config"), new KeyPattern("flags/**"), EnumSet.of(Verb.READ))));

    private final TokenSecret secret = new TokenSecret("0123456789abcdef0123456789abcdef");
    private final TokenKeys mint = new TokenKeys(Optional.of(secret), "concord");
    private final Map<TokenId, SigningKey> keys = new HashMap<>();
    private final OwnTokens tokens = new OwnTokens("concord", SKEW, id -> Optional.ofNullable(keys.get(id)));
    private final SigningKey key = newKey();

    private SigningKey newKey() {
        var made = mint.newKey();
        var stored = new SigningKey(made.id(), made.publicKey(), made.sealedKey(), new Author("idp", "root"), 0, 0, 0);
        keys.put(stored.id(), stored);
        return stored;
    }

    private String token(Instant from, Instant to) {
        var recorded =
                new Outcome.TokenRecorded(1, new TokenId("a1"), key.id(), from.toEpochMilli(), to.toEpochMilli());
        return mint.sign(key, CI, recorded);
    }

    private String good() {
        return token(NOW.minusSeconds(60), NOW.plusSeconds(60));
    }

    private String refusal(String token) {
        var refused = catchThrowableOfType(RequestFailure.class, () -> tokens.verify(token, NOW));
        assertThat(refused).as(token).isNotNull();
        assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        return String.valueOf(refused.getMessage());
    }

    @Test
    void a_token_says_who_bears_it_and_how_it_can_be_revoked() {
        var verified = tokens.verify(good(), NOW);

        assertThat(OwnTokens.isMeant(good())).isTrue();
        assertThat(verified.key()).isEqualTo(key.id());
        assertThat(verified.until()).isEqualTo(NOW.plusSeconds(60).plus(SKEW));
        var caller = verified.caller();
        assertThat(caller.author()).isEqualTo(new Author("urn:concord:tokens", "ci/\u00e9"));
        assertThat(caller.identity()).isEqualTo(CI.identity());
        assertThat(caller.identity().ownGrants()).isEqualTo(CI.grants());
        assertThat(caller.token()).contains(new Token("a1", NOW.minusSeconds(60).toEpochMilli()));
        assertThat(caller.expiresAt()).contains(NOW.plusSeconds(60));
    }

    @Test
    void its_times_hold_to_the_second_with_the_skew_of_the_clocks() {
        assertThat(tokens.verify(token(NOW.minusSeconds(60), NOW.minusSeconds(29)), NOW))
                .isNotNull();
        assertThat(refusal(token(NOW.minusSeconds(60), NOW.minusSeconds(30)))).contains("it has expired");
        assertThat(tokens.verify(token(NOW.plusSeconds(30), NOW.plusSeconds(60)), NOW))
                .isNotNull();
        assertThat(refusal(token(NOW.plusSeconds(31), NOW.plusSeconds(60)))).contains("it is not yet valid");
        assertThat(refusal(token(NOW, NOW))).contains("for longer than any");
        assertThat(refusal(token(NOW.plusSeconds(20), NOW.plusSeconds(10)))).contains("for longer than any");
        var year = Duration.ofDays(366);
        assertThat(tokens.verify(token(NOW, NOW.plus(year)), NOW)).isNotNull();
        assertThat(refusal(token(NOW, NOW.plus(year).plusSeconds(1)))).contains("for longer than any");
    }

    @Test
    void a_key_that_is_not_known_is_named_as_such() {
        var token = good();
        keys.clear();

        assertThat(refusal(token)).contains("the key that is said to have signed it is not known");
    }

    @Test
    void another_key_does_not_verify_though_it_is_known() {
        var other = newKey();
        var parts = good().split("\\.", -1);
        var header = "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"kid\":\"" + other.id() + "\"}";

        assertThat(refusal(encoded(header) + "." + parts[1] + "." + parts[2])).contains("its signature is not valid");
    }

    @Test
    void the_same_key_of_another_cluster_is_of_no_use() {
        var elsewhere = new OwnTokens("staging", SKEW, id -> Optional.ofNullable(keys.get(id)));
        var token = good();

        var refused = catchThrowableOfType(RequestFailure.class, () -> elsewhere.verify(token, NOW));

        assertThat(refused).hasMessageContaining("it is for another cluster");
    }

    @Test
    void no_changed_character_is_accepted() {
        var token = good();
        for (int i = 0; i < token.length(); i++) {
            var changed = token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A') + token.substring(i + 1);
            refusal(changed);
        }
    }

    /** A signature as long as it should be, and nothing else of it right: also the one of CVE-2022-21449. */
    @Test
    void no_other_signature_is_accepted() {
        var input = good().substring(0, good().lastIndexOf('.') + 1);
        for (var signature : new byte[][] {
            {}, new byte[64], new byte[63], new byte[65], "x".repeat(64).getBytes(StandardCharsets.US_ASCII)
        }) {
            assertThat(refusal(input + SignedForm.encoded(signature))).contains("signature");
        }
    }

    static Stream<String> headers() {
        return Stream.of(
                "{\"typ\":\"concord+jwt\",\"alg\":\"none\",\"kid\":\"KID\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"HS256\",\"kid\":\"KID\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES384\",\"kid\":\"KID\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"es256\",\"kid\":\"KID\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"kid\":\"\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"kid\":\"KID\",\"kid\":\"KID\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"kid\":\"KID\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"jku\":\"http://127.0.0.1/\",\"kid\":\"KID\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"kid\":\"KID\",\"jwk\":{\"kty\":\"EC\"}}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"kid\":\"KID\",\"x5u\":\"http://127.0.0.1/\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"kid\":\"../KID\"}",
                "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\", \"kid\":\"KID\"}",
                "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"KID\"}",
                "{\"typ\":\"concord+jwt\",",
                "[]",
                "");
    }

    /** Each signed by the right key, which somebody would need, too. */
    @ParameterizedTest
    @MethodSource("headers")
    void a_header_is_as_concord_makes_it_or_refused(String header) throws Exception {
        var input = encoded(header.replace("KID", key.id().text())) + "." + good().split("\\.", -1)[1];

        refusal(input + "." + signature(input));
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                Arguments.of("\"exp\":EXP", "\"exp\":1e400"),
                Arguments.of("\"exp\":EXP", "\"exp\":1e9"),
                Arguments.of("\"exp\":EXP", "\"exp\":9999999999999"),
                Arguments.of("\"exp\":EXP", "\"exp\":\"EXP\""),
                Arguments.of("\"exp\":EXP", "\"exp\":-1"),
                Arguments.of("\"exp\":EXP", "\"exp\":EXP.5"),
                Arguments.of("\"exp\":EXP", "\"exp\":EXP,\"exp\":EXP"),
                Arguments.of("\"exp\":EXP", "\"exp\":null"),
                Arguments.of("\"exp\":EXP,", ""),
                Arguments.of("\"jti\":\"a1\"", "\"jti\":\"\""),
                Arguments.of("\"jti\":\"a1\",", ""),
                Arguments.of("\"jti\":\"a1\"", "\"jti\":[\"a1\"]"),
                Arguments.of("\"aud\":\"concord\"", "\"aud\":[\"concord\",\"staging\"]"),
                Arguments.of("\"aud\":\"concord\"", "\"aud\":\"staging\""),
                Arguments.of("\"iss\":\"urn:concord:tokens\"", "\"iss\":\"https://idp\""),
                Arguments.of("\"sub\":", "\"sub\":\"root\",\"sub\":"),
                Arguments.of("\"groups\":[\"concord-reader\",\"builders\"]", "\"groups\":\"concord-admin\""),
                Arguments.of("\"groups\":[\"concord-reader\",\"builders\"]", "\"groups\":[\"concord-admin\",1]"),
                Arguments.of("\"groups\":[\"concord-reader\",\"builders\"]", "\"groups\":[\"a\",\"a\"]"),
                Arguments.of("\"flags/**\",\"read\"", "\"flags/**\""),
                Arguments.of("\"flags/**\",\"read\"", "\"flags/**\",\"everything\""),
                Arguments.of("\"flags/**\",\"read\"", "\"*flags*\",\"read\""),
                Arguments.of("\"groups\":", "\"admin\":true,\"groups\":"),
                Arguments.of("}", "} "),
                Arguments.of("}", "}{}"),
                Arguments.of("{", "[{"));
    }

    /** Each signed by the right key, which somebody would need, too. */
    @ParameterizedTest
    @MethodSource("claims")
    void claims_are_as_concord_makes_them_or_refused(String original, String forged) throws Exception {
        var parts = good().split("\\.", -1);
        var exp = Long.toString(NOW.plusSeconds(60).getEpochSecond());
        var payload = new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        assertThat(payload).contains(original.replace("EXP", exp));
        var changed = payload.replace(original.replace("EXP", exp), forged.replace("EXP", exp));
        var input = parts[0] + "." + encoded(changed);

        var accepted = forged.equals("} ");
        if (accepted) {
            // White space is no part of what JSON says.
            assertThat(tokens.verify(input + "." + signature(input), NOW)).isNotNull();
        } else {
            refusal(input + "." + signature(input));
        }
    }

    @Test
    void what_is_no_token_is_refused() {
        var token = good();
        for (var odd : List.of(
                token + ".x",
                token + "=",
                token.replace('.', '/'),
                "." + token,
                token.substring(0, token.indexOf('.')),
                token.substring(0, token.indexOf('.')) + "..",
                token + "A",
                "x".repeat(1_000_000))) {
            refusal(odd);
        }
    }

    @Test
    void only_what_begins_as_concords_tokens_do_is_meant_to_be_one() {
        assertThat(OwnTokens.isMeant("eyJhbGciOiJSUzI1NiJ9.e30.x")).isFalse();
        assertThat(OwnTokens.isMeant("")).isFalse();
    }

    @Test
    void a_node_without_the_secret_or_with_another_makes_no_token_and_says_why() {
        var without = new TokenKeys(Optional.empty(), "concord");
        var other = new TokenKeys(Optional.of(new TokenSecret("another secret of 32 characters!")), "concord");

        assertThat(catchThrowableOfType(RequestFailure.class, without::newKey))
                .hasMessageContaining("it has no concord.tokens.secret");
        assertThat(catchThrowableOfType(RequestFailure.class, () -> without.requireUse(key))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(catchThrowableOfType(RequestFailure.class, () -> other.requireUse(key)))
                .hasMessageContaining("does not open the signing key " + key.id());
        assertThat(without.alarm(List.of(key))).isEmpty();
        assertThat(mint.alarm(List.of(key))).isEmpty();
        assertThat(other.alarm(List.of())).isEmpty();
        assertThat(other.alarm(List.of(key))).get().asString().contains("Give all nodes the same");
    }

    /** The largest that can be asked for is still taken. */
    @Test
    void the_largest_bearer_fits() {
        var groups = new java.util.ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            groups.add(i + "\u0001".repeat(250));
        }
        var bearer = new TokenBearer("\u0001".repeat(255), groups);
        var recorded = new Outcome.TokenRecorded(
                1,
                new TokenId("a1"),
                key.id(),
                NOW.toEpochMilli(),
                NOW.plusSeconds(60).toEpochMilli());

        assertThat(tokens.verify(mint.sign(key, bearer, recorded), NOW).caller().identity())
                .isEqualTo(bearer.identity());
    }

    private String signature(String input) throws JOSEException, GeneralSecurityException {
        byte[] plain = secret.open(key.sealedKey(), key.id().text()).orElseThrow();
        var privateKey = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(plain));
        return new ECDSASigner(privateKey)
                .sign(new JWSHeader(JWSAlgorithm.ES256), input.getBytes(StandardCharsets.US_ASCII))
                .toString();
    }

    private static String encoded(String text) {
        return SignedForm.encoded(text.getBytes(StandardCharsets.UTF_8));
    }
}
