package io.concord.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificates between the members, and the port that may not do without them. */
class ClusterTlsTest {
    private static final Path WORK = Path.of("target/cluster-tls-test").toAbsolutePath();
    private static final TestAuthority AUTHORITY = new TestAuthority("cluster");
    private static final Path KEYSTORE = AUTHORITY.keystore(WORK.resolve("n1.p12"), "n1");
    private static final Path TRUSTSTORE = AUTHORITY.truststore(WORK.resolve("authority.p12"));

    private final TestSettings settings = new TestSettings(WORK);
    private final Map<String, String> properties = settings.properties();

    @BeforeEach
    void a_member_that_others_reach_with_certificates() {
        properties.put("concord.node.id", "n1");
        properties.put("concord.cluster.members", "n1=192.0.2.1:7800,n2=192.0.2.2:7800");
        properties.put("concord.auth.enabled", "false");
        properties.put("concord.cluster.tls.keystore", KEYSTORE.toString());
        properties.put("concord.cluster.tls.keystore-password", TestAuthority.PASSWORD);
        properties.put("concord.cluster.tls.truststore", TRUSTSTORE.toString());
        properties.put("concord.cluster.tls.truststore-password", TestAuthority.PASSWORD);
    }

    @Test
    void certificates_that_fit_together_are_taken() {
        assertThat(read().tls())
                .contains(new ClusterTls(KEYSTORE, TestAuthority.PASSWORD, TRUSTSTORE, TestAuthority.PASSWORD));
    }

    @Test
    void passwords_are_not_in_what_is_logged() {
        assertThat(read()).asString().contains(KEYSTORE.toString()).doesNotContain(TestAuthority.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "0.0.0.0", "[2001:db8::1]"})
    void without_certificates_a_port_that_others_reach_is_refused(String host) {
        withoutTls();
        properties.put("concord.cluster.members", "n1=" + host + ":7800");

        assertThat(problems())
                .containsExactly("concord.cluster.members puts this node at " + host
                        + ":7800, where others can reach it, and TLS between the members is not configured; set"
                        + " concord.cluster.tls.keystore, concord.cluster.tls.keystore-password,"
                        + " concord.cluster.tls.truststore, concord.cluster.tls.truststore-password,"
                        + " or use a loopback address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "[::1]", "localhost"})
    void without_certificates_a_port_on_loopback_is_allowed(String host) {
        withoutTls();
        properties.put("concord.cluster.members", "n1=" + host + ":7800,n2=192.0.2.2:7800");

        assertThat(read().tls()).isEmpty();
    }

    @Test
    void a_host_that_is_not_known_is_refused() {
        withoutTls();
        properties.put("concord.cluster.members", "n1=host.invalid:7800");

        assertThat(problems())
                .containsExactly("concord.cluster.members is 'n1=host.invalid:7800';"
                        + " the host of this node must be known to this machine");
    }

    @Test
    void a_part_of_the_settings_is_refused_naming_each_that_is_missing() {
        properties.remove("concord.cluster.tls.keystore-password");
        properties.put("concord.cluster.tls.truststore", " ");

        assertThat(problems())
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("concord.cluster.tls.keystore-password is not set, but"))
                .anyMatch(problem -> problem.startsWith("concord.cluster.tls.truststore is not set, but"));
    }

    @Test
    void a_store_that_is_not_there_and_a_wrong_password_are_reported_together_without_the_password() {
        properties.put("concord.cluster.tls.keystore-password", "battery staple");
        properties.put("concord.cluster.tls.truststore", "/nowhere/authority.p12");

        assertThat(problems())
                .containsExactly(
                        "concord.cluster.tls.keystore is '" + KEYSTORE + "'; the password does not open it",
                        "concord.cluster.tls.truststore is '/nowhere/authority.p12';"
                                + " it must be a PKCS12 file that the server may read");
    }

    @Test
    void what_is_no_store_at_all_is_refused() throws IOException {
        var text = Files.writeString(WORK.resolve("n1.pem"), "-----BEGIN CERTIFICATE-----");
        properties.put("concord.cluster.tls.keystore", text.toString());

        assertThat(problems()).singleElement().asString().contains("'" + text + "'; it must be a PKCS12 file");
    }

    @Test
    void a_key_store_without_a_key_is_refused() {
        properties.put("concord.cluster.tls.keystore", TRUSTSTORE.toString());

        assertThat(problems()).singleElement().asString().contains("it must hold a private key with its chain");
    }

    @Test
    void a_trust_store_without_an_authority_is_refused() {
        properties.put("concord.cluster.tls.truststore", KEYSTORE.toString());

        assertThat(problems()).singleElement().asString().contains("it must hold the authority's certificate");
    }

    @Test
    void a_certificate_that_the_other_members_would_refuse_is_refused() {
        var stranger = new TestAuthority("other").keystore(WORK.resolve("stranger.p12"), "n1");
        var expired = AUTHORITY.keystore(
                WORK.resolve("expired.p12"), "n1", Instant.now().minus(Duration.ofHours(1)));

        for (var keystore : List.of(stranger, expired)) {
            properties.put("concord.cluster.tls.keystore", keystore.toString());

            assertThat(problems())
                    .singleElement()
                    .asString()
                    .contains(keystore.toString(), "the members that trust " + TRUSTSTORE, "CN=n1");
        }
    }

    private void withoutTls() {
        properties.keySet().removeIf(key -> key.startsWith("concord.cluster.tls."));
    }

    private NodeConfig read() {
        return settings.read();
    }

    private List<String> problems() {
        return settings.problems();
    }
}
