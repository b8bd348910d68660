package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenMinterTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00.750Z");

    private final SigningKey key = SigningKey.generate();
    private final TokenMinter minter = new TokenMinter(key, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_token_carries_what_microprofile_jwt_asks_for() throws Exception {
        var token = SignedJWT.parse(minter.mint("alice", TokenGroup.ADMIN, Duration.ofHours(1)));

        var header = token.getHeader();
        assertThat(header.getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(header.getType().getType()).isEqualTo("JWT");
        assertThat(header.getKeyID()).isEqualTo(key.id());
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("https://concord.dev.local");
        assertThat(claims.getAudience()).containsExactly("concord");
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getStringClaim("upn")).isEqualTo("alice");
        assertThat(claims.getStringListClaim("groups"))
                .containsExactly("concord-reader", "concord-writer", "concord-admin");
        assertThat(claims.getIssueTime()).isEqualTo("2026-07-01T12:00:00Z");
        assertThat(claims.getExpirationTime()).isEqualTo("2026-07-01T13:00:00Z");
        assertThat(claims.getJWTID()).isNotBlank();
    }

    @Test
    void the_public_key_verifies_it_and_another_does_not() throws Exception {
        var token = SignedJWT.parse(minter.mint("alice", TokenGroup.READER, Duration.ofHours(1)));

        assertThat(token.verify(new RSASSAVerifier(key.publicKey()))).isTrue();
        assertThat(token.verify(new RSASSAVerifier(SigningKey.generate().publicKey())))
                .isFalse();
    }

    @Test
    void any_claim_can_be_replaced_or_left_out() throws Exception {
        var claims = minter.claims("alice", TokenGroup.WRITER, Duration.ofHours(-1))
                .with("aud", "elsewhere")
                .without("upn");

        var signed = SignedJWT.parse(minter.sign(claims)).getJWTClaimsSet();

        assertThat(signed.getAudience()).isEqualTo(List.of("elsewhere"));
        assertThat(signed.getClaim("upn")).isNull();
        assertThat(signed.getStringListClaim("groups")).containsExactly("concord-reader", "concord-writer");
        assertThat(signed.getExpirationTime()).isEqualTo("2026-07-01T11:00:00Z");
    }

    @Test
    void a_key_is_made_once_and_only_its_owner_can_read_it(@TempDir Path directory) throws Exception {
        Path keys = directory.resolve("keys");

        SigningKey made = SigningKey.inDirectory(keys);

        assertThat(SigningKey.inDirectory(keys).id()).isEqualTo(made.id());
        assertThat(mode(keys)).isEqualTo("rwx------");
        assertThat(mode(keys.resolve("signing-key.pem"))).isEqualTo("rw-------");
        assertThat(keys.resolve("signing-key.pem")).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(publicKey(keys.resolve("public-key.pem"))).isEqualTo(made.publicKey());
    }

    @Test
    void a_damaged_key_says_what_to_do(@TempDir Path directory) throws Exception {
        SigningKey.inDirectory(directory);
        Files.writeString(directory.resolve("signing-key.pem"), "nonsense");

        assertThatThrownBy(() -> SigningKey.inDirectory(directory))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("signing-key.pem")
                .hasMessageContaining("Delete it");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static RSAPublicKey publicKey(Path file) throws Exception {
        String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        var spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(body));
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    }
}
