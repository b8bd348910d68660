package io.concord.server.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.server.TestAuthority;
import io.concord.server.certificates.CertificateSource.KeyStoreFile;
import io.concord.server.certificates.CertificateSource.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the operator's files to those that the container serves from, at start and when they change. */
class HttpsCertificatesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final TestAuthority AUTHORITY = new TestAuthority("https");
    private final Instant tomorrow = Instant.now().plus(Duration.ofDays(1));

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void the_container_has_made_its_own() {
        AUTHORITY.keystore(stores().directory().resolve(ContainerStores.FILE), "container");
    }

    private final List<Path> told = new CopyOnWriteArrayList<>();

    @Test
    // Justification: java.util.Date is how the JDK tells the end of a certificate.
    @SuppressWarnings("JavaUtilDate")
    void what_is_in_pem_files_is_served() throws Exception {
        var certificate = AUTHORITY.pem(chain(), key(), tomorrow);

        try (var certificates = start(pem())) {
            assertThat(served().chain()).hasSize(2).first().isEqualTo(certificate);
            assertThat(told).containsOnly(stores().directory().resolve(ContainerStores.FILE));
            assertThat(certificates.end()).contains(certificate.getNotAfter().toInstant());
            assertThat(certificates.isFailing()).isFalse();
        }
    }

    @Test
    void what_is_in_a_key_store_is_served_with_the_containers_own_password() throws Exception {
        var file = AUTHORITY.keystore(directory.resolve("own.p12"), "server");

        try (var certificates = start(new KeyStoreFile(file, TestAuthority.PASSWORD))) {
            assertThat(served().toString()).contains("CN=server");
            assertThat(certificates.isFailing()).isFalse();
        }
    }

    @Test
    void only_the_owner_may_read_the_installed_key() throws Exception {
        AUTHORITY.pem(chain(), key(), tomorrow);

        try (var certificates = start(pem())) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(stores().directory().resolve(ContainerStores.FILE))))
                    .isEqualTo("rw-------");
            assertThat(certificates.isFailing()).isFalse();
        }
    }

    @Test
    void a_change_is_taken() throws Exception {
        AUTHORITY.pem(chain(), key(), tomorrow);
        try (var certificates = start(pem())) {
            var changed = AUTHORITY.pem(chain(), key(), tomorrow);

            await().atMost(PATIENCE).until(() -> first().equals(changed));

            assertThat(certificates.isFailing()).isFalse();
        }
    }

    /** A connection that is being made at the first time can have it keep the old ones. */
    @Test
    void the_container_is_told_of_a_change_twice_and_of_nothing_else() throws Exception {
        AUTHORITY.pem(chain(), key(), tomorrow);
        try (var certificates = start(pem())) {
            await().atMost(PATIENCE).until(() -> told.size() == 2);

            Files.move(
                    Files.writeString(directory.resolve("new.pem"), Files.readString(chain()) + "\n"),
                    chain(),
                    StandardCopyOption.REPLACE_EXISTING);

            await().atMost(PATIENCE).until(() -> told.size() == 4);
            await().atMost(PATIENCE).during(PERIOD.multipliedBy(10)).until(() -> told.size() == 4);
            assertThat(certificates.isFailing()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "junk", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"})
    void what_cannot_be_used_leaves_the_old_one_until_it_is_repaired(String content) throws Exception {
        var old = AUTHORITY.pem(chain(), key(), tomorrow);
        try (var certificates = start(pem())) {
            Files.writeString(chain(), content);

            await().atMost(PATIENCE).until(certificates::isFailing);
            assertThat(first()).isEqualTo(old);

            var repaired = AUTHORITY.pem(chain(), key(), tomorrow);
            await().atMost(PATIENCE).until(() -> first().equals(repaired) && !certificates.isFailing());
        }
    }

    @Test
    void a_file_that_is_gone_leaves_the_old_one() throws Exception {
        var old = AUTHORITY.pem(chain(), key(), tomorrow);
        try (var certificates = start(pem())) {
            Files.delete(key());

            await().atMost(PATIENCE).until(certificates::isFailing);
            assertThat(first()).isEqualTo(old);
        }
    }

    @Test
    void one_that_has_ended_leaves_the_old_one() throws Exception {
        var old = AUTHORITY.pem(chain(), key(), tomorrow);
        try (var certificates = start(pem())) {
            AUTHORITY.pem(chain(), key(), Instant.now().minus(Duration.ofHours(1)));

            await().atMost(PATIENCE).until(certificates::isFailing);
            assertThat(first()).isEqualTo(old);
        }
    }

    /** A node that restarts may be needed for a majority, whatever its clients think of it. */
    @Test
    void one_that_has_ended_keeps_no_node_from_starting() throws Exception {
        AUTHORITY.pem(chain(), key(), Instant.now().minus(Duration.ofHours(1)));

        try (var certificates = start(pem())) {
            assertThat(certificates.end().orElseThrow()).isBefore(Instant.now());
        }
    }

    @Test
    void a_key_of_another_certificate_is_refused() {
        AUTHORITY.pem(chain(), key(), tomorrow);
        AUTHORITY.pem(directory.resolve("other.pem"), key(), tomorrow);

        assertThatThrownBy(() -> start(pem()))
                .isInstanceOf(CertificateFileException.class)
                .hasMessageContaining("does not belong to the certificate of CN=server");
    }

    @Test
    void an_encrypted_key_is_refused_with_what_to_do() throws Exception {
        AUTHORITY.pem(chain(), key(), tomorrow);
        Files.writeString(key(), Files.readString(key()).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));

        assertThatThrownBy(() -> start(pem())).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void a_wrong_password_is_named_and_not_told() {
        var file = AUTHORITY.keystore(directory.resolve("own.p12"), "server");
        var source = new KeyStoreFile(file, "wrong-one");

        assertThatThrownBy(() -> start(source))
                .hasMessage("the password does not open it")
                .hasMessageNotContaining("wrong-one");
        assertThat(source).asString().doesNotContain("wrong-one");
    }

    @Test
    void the_authorities_of_clients_are_installed_and_taken_anew() throws Exception {
        var file = Files.writeString(directory.resolve("clients.pem"), AUTHORITY.authority());
        var clients = Optional.of(new AuthoritiesFile(file));
        try (var certificates =
                HttpsCertificates.start(stores(), Optional.empty(), clients, PERIOD, Clock.systemUTC())) {
            assertThat(trusted()).isEqualTo(1);
            assertThat(served().toString()).contains("CN=container");

            Files.writeString(file, AUTHORITY.authority() + new TestAuthority("second").authority());

            await().atMost(PATIENCE).until(() -> trusted() == 2);
            assertThat(certificates.isFailing()).isFalse();
        }
    }

    private HttpsCertificates start(CertificateSource source) throws CertificateFileException {
        return HttpsCertificates.start(stores(), Optional.of(source), Optional.empty(), PERIOD, Clock.systemUTC());
    }

    private ContainerStores stores() {
        return new ContainerStores(directory.resolve("container"), TestAuthority.PASSWORD, told::add);
    }

    private Credentials served() throws CertificateFileException {
        return stores().served();
    }

    private X509Certificate first() throws CertificateFileException {
        return served().chain().get(0);
    }

    private int trusted() throws IOException, CertificateFileException, KeyStoreException {
        try (var in = Files.newInputStream(stores().directory().resolve(ContainerStores.FILE))) {
            return Pkcs12.read(in, TestAuthority.PASSWORD.toCharArray()).size() - 1;
        }
    }

    private PemFiles pem() {
        return new PemFiles(chain(), key());
    }

    private Path chain() {
        return directory.resolve("server.pem");
    }

    private Path key() {
        return directory.resolve("server.key");
    }
}
