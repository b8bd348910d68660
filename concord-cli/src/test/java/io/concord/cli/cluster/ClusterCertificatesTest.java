package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCertificatesTest {
    private final Instant now = Instant.now();

    @TempDir
    Path temporary;

    private ClusterCertificates at(Instant time) {
        return new ClusterCertificates(temporary.resolve("keys"), "test", Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void every_member_accepts_every_other_as_client_and_as_server() throws Exception {
        var first = at(now).of("n1");
        var second = at(now).of("n2");

        for (var one : List.of(first, second)) {
            for (var other : List.of(first, second)) {
                trusted(one).checkClientTrusted(chain(other), "UNKNOWN");
                trusted(one).checkServerTrusted(chain(other), "UNKNOWN");
            }
        }
        assertThat(second.keystore()).isNotEqualTo(first.keystore());
    }

    @Test
    void a_certificate_names_its_node_and_where_it_listens() throws Exception {
        var certificate = chain(at(now).of("n1"))[0];

        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=n1");
        assertThat(certificate.getSubjectAlternativeNames().stream().map(name -> (String) name.get(1)))
                .containsExactlyInAnyOrder("localhost", "n1", "127.0.0.1");
        assertThat(((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getOrder()
                        .bitLength())
                .isEqualTo(256);
        assertThat(certificate.getBasicConstraints()).as("it signs for nobody").isEqualTo(-1);
        assertThat(certificate.getNotAfter().toInstant())
                .isBetween(now.plus(Duration.ofDays(824)), now.plus(Duration.ofDays(826)));
    }

    @Test
    void only_the_owner_reads_what_is_written_and_the_password_differs_between_clusters() throws Exception {
        var credentials = at(now).of("n1");
        var other = new ClusterCertificates(temporary.resolve("other"), "test", Clock.systemUTC()).of("n1");

        try (var files = Files.list(temporary.resolve("keys"))) {
            assertThat(files.toList())
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("authority.p12", "members.p12", "n1.p12", "stores.password");
        }
        try (var files = Files.list(temporary.resolve("keys"))) {
            assertThat(files.toList()).allMatch(file -> mode(file).equals("rw-------"));
        }
        assertThat(other.password()).isNotEqualTo(credentials.password());
        assertThat(credentials.toString()).doesNotContain(credentials.password());
    }

    @Test
    void the_trust_store_holds_no_key() throws Exception {
        var store = load(at(now).of("n1").truststore(), at(now).of("n1").password());

        assertThat(store.size()).isEqualTo(1);
        assertThat(store.isCertificateEntry("authority")).isTrue();
    }

    @Test
    void later_starts_find_what_the_first_made() throws Exception {
        var first = chain(at(now).of("n1"));

        assertThat(chain(at(now.plus(Duration.ofDays(700))).of("n1"))).isEqualTo(first);
    }

    @Test
    void a_certificate_near_its_end_is_replaced_by_one_that_the_others_accept() throws Exception {
        var first = chain(at(now).of("n1"))[0];

        var renewed = at(now.plus(Duration.ofDays(800))).of("n1");

        assertThat(chain(renewed)[0]).isNotEqualTo(first);
        assertThat(chain(renewed)[0].getNotAfter()).isAfter(first.getNotAfter());
        assertThat(chain(renewed)[1]).as("the same authority").isEqualTo(chain(at(now).of("n2"))[1]);
    }

    @Test
    void a_new_authority_makes_new_certificates() throws Exception {
        var first = at(now).of("n1");
        var old = chain(first)[0];
        Files.delete(temporary.resolve("keys/authority.p12"));

        var second = at(now).of("n1");

        assertThat(chain(second)[0]).isNotEqualTo(old);
        trusted(second).checkServerTrusted(chain(second), "UNKNOWN");
        assertThatThrownBy(() -> trusted(second).checkServerTrusted(new X509Certificate[] {old}, "UNKNOWN"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void an_authority_that_cannot_be_opened_is_named_and_kept() throws Exception {
        at(now).of("n1");
        Files.writeString(temporary.resolve("keys/stores.password"), "another");

        assertThatThrownBy(() -> at(now).of("n1"))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("keys/authority.p12 cannot be opened")
                .hasMessageContaining("Stop the cluster and delete the file");
        assertThat(temporary.resolve("keys/authority.p12")).exists();
    }

    private static X509Certificate[] chain(MemberCredentials credentials) throws Exception {
        var chain = load(credentials.keystore(), credentials.password()).getCertificateChain("own");
        return List.of(chain).toArray(X509Certificate[]::new);
    }

    private static X509TrustManager trusted(MemberCredentials credentials) throws Exception {
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(load(credentials.truststore(), credentials.password()));
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static KeyStore load(Path file, String password) throws Exception {
        return KeyStore.getInstance(file.toFile(), password.toCharArray());
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
