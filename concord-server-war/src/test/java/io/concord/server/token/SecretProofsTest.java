package io.concord.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.access.Role;
import io.concord.core.model.Author;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretProofsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final TokenSecret SECRET = new TokenSecret("0123456789abcdef0123456789abcdef");
    private static final String HEADER = "{\"typ\":\"concord-secret+jwt\",\"alg\":\"HS256\"}";

    private final SecretProofs proofs = new SecretProofs(Optional.of(SECRET), "concord", Duration.ofSeconds(30));

    private static String proof(TokenSecret secret, String header, String payload) {
        var input = SignedForm.encoded(header.getBytes(StandardCharsets.UTF_8)) + "."
                + SignedForm.encoded(payload.getBytes(StandardCharsets.UTF_8));
        return input + "." + SignedForm.encoded(secret.proof(input));
    }

    private static String payload(String audience, Instant made) {
        return "{\"aud\":\"" + audience + "\",\"iat\":" + made.getEpochSecond() + "}";
    }

    private void assertRefused(String proof, String why) {
        assertThatThrownBy(() -> proofs.verify(proof, NOW)).hasMessageContaining(why);
    }

    @Test
    void whoever_has_the_secret_is_an_administrator_for_a_minute() {
        var proof = proof(SECRET, HEADER, payload("concord", NOW));

        var caller = proofs.verify(proof, NOW);

        assertThat(SecretProofs.isMeant(proof)).isTrue();
        assertThat(caller.author()).isEqualTo(new Author("urn:concord:secret", "operator"));
        assertThat(caller.hasRole(Role.ADMIN)).isTrue();
        assertThat(caller.expiresAt()).contains(NOW.plusSeconds(60));
    }

    @Test
    void its_minute_holds_with_the_skew_of_the_clocks() {
        assertThat(proofs.verify(proof(SECRET, HEADER, payload("concord", NOW.minusSeconds(89))), NOW))
                .isNotNull();
        assertRefused(proof(SECRET, HEADER, payload("concord", NOW.minusSeconds(90))), "good for a minute");
        assertThat(proofs.verify(proof(SECRET, HEADER, payload("concord", NOW.plusSeconds(30))), NOW))
                .isNotNull();
        assertRefused(proof(SECRET, HEADER, payload("concord", NOW.plusSeconds(31))), "good for a minute");
    }

    @Test
    void nothing_else_proves_anything() {
        var good = proof(SECRET, HEADER, payload("concord", NOW));
        assertRefused(
                proof(new TokenSecret("another secret of 32 characters!"), HEADER, payload("concord", NOW)),
                "another secret");
        assertRefused(proof(SECRET, HEADER, payload("staging", NOW)), "another cluster");
        assertRefused(proof(SECRET, HEADER, payload("concord", NOW).replace("}", ",\"x\":1}")), "another cluster");
        assertRefused(good.substring(0, good.length() - 1), "another secret");
        assertRefused(good.substring(0, good.lastIndexOf('.') + 1), "another secret");
        assertRefused(good + ".x", "three parts");
        for (var header : List.of(HEADER.replace("HS256", "none"), "{\"alg\":\"HS256\"}")) {
            assertThat(SecretProofs.isMeant(proof(SECRET, header, payload("concord", NOW))))
                    .isFalse();
        }
    }

    @Test
    void a_node_without_a_secret_believes_nobody() {
        var without = new SecretProofs(Optional.empty(), "concord", Duration.ofSeconds(30));

        assertThatThrownBy(() -> without.verify(proof(SECRET, HEADER, payload("concord", NOW)), NOW))
                .hasMessageContaining("this node has no concord.tokens.secret");
    }
}
