package io.concord.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.TestAuthority;
import io.concord.server.certificates.CertificateSource.KeyStoreFile;
import io.concord.server.certificates.CertificateSource.PemFiles;
import io.concord.server.config.CertificateSubjects.Part;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ports for clients: plain HTTP stays on this machine unless it is let out, HTTPS needs a certificate to leave it. */
class HttpsReaderTest {
    private static final Path WORK = Path.of("target/https-reader-test").toAbsolutePath();
    private static final TestAuthority AUTHORITY = new TestAuthority("https");
    private static final Path KEYSTORE = AUTHORITY.keystore(WORK.resolve("https.p12"), "n1");
    private static final Path CHAIN = WORK.resolve("https.pem");
    private static final Path KEY = WORK.resolve("https.key");

    private final Map<String, String> properties = new HashMap<>();

    @Test
    void by_default_both_ports_are_on_loopback_and_nobody_needs_a_certificate() {
        var https = read();

        assertThat(problems).isEmpty();
        assertThat(https.plainAllowed()).isFalse();
        assertThat(https.certificate()).isEmpty();
        assertThat(https.clients().wanted()).isFalse();
        assertThat(https.bodyTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "0.0.0.0", "192.0.2.1", "::", "2001:db8::1"})
    void plain_http_that_others_reach_is_refused(String host) {
        properties.put("concord.http.host", host);

        assertThat(problems())
                .containsExactly("concord.http.host is '" + host + "', where others can reach plain HTTP on port 9080;"
                        + " serve them HTTPS (concord.https.host=" + host + " with concord.https.keystore) and leave"
                        + " plain HTTP on loopback or switch it off (concord.http.port=-1), or set"
                        + " concord.http.plain-allowed=true if the network is trusted");
    }

    @ParameterizedTest
    @CsvSource({"concord.http.port,-1", "concord.http.plain-allowed,true", "concord.http.host,127.0.0.2"})
    void it_is_not_where_it_is_off_or_allowed_or_on_loopback(String key, String value) {
        properties.put("concord.http.host", "0.0.0.0");
        properties.put(key, value);

        assertThat(problems()).isEmpty();
    }

    @Test
    void a_misspelt_permission_is_none() {
        properties.put("concord.http.host", "0.0.0.0");
        properties.put("concord.http.plain-allowed", "yes");

        // Reported, and the node does not start; were it not, plain HTTP would still need the word true.
        assertThat(problems()).contains("concord.http.plain-allowed is 'yes'; it is true or false");
    }

    @Test
    void https_that_others_reach_needs_a_certificate_of_the_operator() {
        properties.put("concord.https.host", "0.0.0.0");

        assertThat(problems())
                .containsExactly("concord.https.host is '0.0.0.0', and the certificate that the server makes itself is"
                        + " good for this machine alone; set concord.https.keystore and concord.https.keystore-password,"
                        + " or concord.https.certificate and concord.https.key");
    }

    @Test
    void a_host_that_is_not_known_is_refused() {
        properties.put("concord.https.host", "no-such-host.invalid");

        assertThat(problems()).singleElement().asString().contains("it must be an address or a name of this machine");
    }

    @Test
    void a_key_store_is_taken() {
        properties.put("concord.https.host", "*");
        properties.put("concord.https.keystore", KEYSTORE.toString());
        properties.put("concord.https.keystore-password", TestAuthority.PASSWORD);

        assertThat(read().certificate()).contains(new KeyStoreFile(KEYSTORE, TestAuthority.PASSWORD));
        assertThat(problems).isEmpty();
        assertThat(read()).asString().doesNotContain(TestAuthority.PASSWORD);
    }

    @Test
    void two_pem_files_are_taken() {
        AUTHORITY.pem(CHAIN, KEY, Instant.now().plus(Duration.ofDays(1)));
        properties.put("concord.https.certificate", CHAIN.toString());
        properties.put("concord.https.key", KEY.toString());

        assertThat(read().certificate()).contains(new PemFiles(CHAIN, KEY));
        assertThat(problems).isEmpty();
    }

    @Test
    void half_of_a_pair_is_refused() {
        properties.put("concord.https.keystore", KEYSTORE.toString());
        properties.put("concord.https.key", KEY.toString());

        assertThat(problems())
                .contains(
                        "concord.https.keystore and concord.https.keystore-password belong together; set both or neither",
                        "concord.https.certificate and concord.https.key belong together; set both or neither");
    }

    @Test
    void a_wrong_password_is_reported_and_not_told() {
        properties.put("concord.https.keystore", KEYSTORE.toString());
        properties.put("concord.https.keystore-password", "wrong-one");

        assertThat(problems())
                .containsExactly("concord.https.keystore is '" + KEYSTORE + "'; the password does not open it");
    }

    @Test
    void certificates_of_clients_need_an_authority() {
        properties.put("concord.https.client-authentication", "required");

        assertThat(problems())
                .containsExactly("concord.https.client-authentication is 'required'; it needs"
                        + " concord.https.client-authorities, a PEM file with whoever signs for clients");
    }

    @Test
    void subjects_and_groups_are_read() throws IOException {
        var authorities = Files.writeString(WORK.resolve("clients.pem"), AUTHORITY.authority());
        properties.put("concord.https.client-authentication", "optional");
        properties.put("concord.https.client-authorities", authorities.toString());
        properties.put("concord.https.client-subject", "dn");
        properties.put("concord.https.client-groups", "ou; CN=a,O=b=readers + writers ;CN=c=admins");

        var clients = read().clients();

        assertThat(problems).isEmpty();
        assertThat(clients.wanted()).isTrue();
        assertThat(clients.subjects())
                .isEqualTo(new CertificateSubjects(
                        Part.DN, true, Map.of("CN=a,O=b", Set.of("readers", "writers"), "CN=c", Set.of("admins"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "=group", "alice=", "alice=a++b", "ou=;x"})
    void groups_that_cannot_be_read_are_refused(String groups) {
        properties.put("concord.https.client-groups", groups);

        assertThat(problems()).isNotEmpty().allMatch(problem -> problem.contains("each part is 'ou' or subject=group"));
    }

    @ParameterizedTest
    @CsvSource({
        "concord.https.client-authentication,want,'none, optional or required'",
        "concord.https.client-subject,name,'cn, dn, san-dns, san-uri or san-email'"
    })
    void unknown_words_are_refused(String key, String value, String words) {
        properties.put(key, value);

        assertThat(problems()).contains(key + " is '" + value + "'; it is " + words);
    }

    private List<String> problems = List.of();

    private List<String> problems() {
        read();
        return problems;
    }

    private HttpsSettings read() {
        var values = new ConfigValues(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build());
        var https = new HttpsReader(values).read();
        problems = values.problems();
        return https;
    }
}
