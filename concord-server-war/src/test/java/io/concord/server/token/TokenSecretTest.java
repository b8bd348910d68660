package io.concord.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenSecretTest {
    private static final byte[] PLAIN = "a private key".getBytes(StandardCharsets.UTF_8);

    private final TokenSecret secret = new TokenSecret("0123456789abcdef0123456789abcdef");

    @Test
    void what_is_sealed_opens_under_the_same_secret() {
        var again = new TokenSecret("0123456789abcdef0123456789abcdef");

        assertThat(again.open(secret.seal(PLAIN, "k1"), "k1")).contains(PLAIN);
    }

    @Test
    void it_does_not_open_under_another_secret_or_for_another_key() {
        var other = new TokenSecret("0123456789abcdef0123456789abcdeg");

        assertThat(other.open(secret.seal(PLAIN, "k1"), "k1")).isEmpty();
        assertThat(secret.open(secret.seal(PLAIN, "k1"), "k2")).isEmpty();
    }

    @Test
    void no_changed_byte_and_no_cut_opens() {
        byte[] sealed = Base64.getUrlDecoder().decode(secret.seal(PLAIN, "k1"));

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(secret.open(SignedForm.encoded(changed), "k1"))
                    .as("byte %d", i)
                    .isEmpty();
            assertThat(secret.open(SignedForm.encoded(java.util.Arrays.copyOf(sealed, i)), "k1"))
                    .isEmpty();
        }
        assertThat(secret.open("%%%", "k1")).isEmpty();
    }

    @Test
    void nothing_of_it_shows_and_no_two_seals_are_alike() {
        var sealed = secret.seal(PLAIN, "k1");

        assertThat(sealed).isNotEqualTo(secret.seal(PLAIN, "k1"));
        assertThat(new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain("private");
        assertThat(secret.toString()).isEqualTo("TokenSecret");
    }
}
