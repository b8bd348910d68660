package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.AnyCertificate;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TestCertificates;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that show a certificate in place of a token, on three nodes. */
class MutualTlsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestCertificates AUTHORITY = new TestCertificates("Clients");
    private static final TestCertificates STRANGER = new TestCertificates("Clients");

    @TempDir
    private static Path directory = Path.of("");

    private static LocalCluster cluster = Clusters.of(3, "mutual-tls");

    @BeforeAll
    static void start() throws Exception {
        var authorities = Files.writeString(directory.resolve("clients.pem"), AUTHORITY.authority());
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_HTTPS_CLIENT_AUTHENTICATION", "optional")
                .withEnvironment("CONCORD_HTTPS_CLIENT_AUTHORITIES", authorities.toString())
                .withEnvironment("CONCORD_HTTPS_CLIENT_GROUPS", "ou; deployer=concord-admin")
                .withEnvironment("CONCORD_HTTPS_RELOAD_MILLIS", "200");
        cluster = Clusters.of(3, "mutual-tls", options);
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n1", "n2", "n3"})
    void a_certificate_is_an_identity_with_groups_of_its_units(String node) throws Exception {
        var writer = client(node, AUTHORITY.client("CN=job,OU=concord-writer"));
        var key = "mutual-" + node;

        assertThat(writer.put(key, "value").statusCode()).isEqualTo(201);

        var reader = client("n1", AUTHORITY.client("CN=watcher,OU=concord-reader"));
        var read = reader.get(key);
        assertThat(Client.text(read)).isEqualTo("value");
        assertThat(Client.header(read, "Concord-Author")).isEqualTo("job");
        assertThat(reader.put(key, "other").statusCode()).isEqualTo(403);
    }

    @Test
    void the_configuration_gives_groups_by_subject() throws Exception {
        assertThat(client("n2", AUTHORITY.client("CN=deployer"))
                        .send("GET", "/v1/tokens/revocations", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(client("n2", AUTHORITY.client("CN=somebody"))
                        .send("GET", "/v1/tokens/revocations", null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_token_wins_and_a_bad_one_is_not_made_good_by_a_certificate() throws Exception {
        var certified = AUTHORITY.client("CN=deployer");
        var reader = cluster.tokens().mint("alice", TokenGroup.READER, Duration.ofHours(1));

        assertThat(Client.overHttps(certified, port("n1"), reader)
                        .put("token-wins", "value")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Client.overHttps(certified, port("n1"), "not.a.token")
                        .get("token-wins")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"O=nobody", "CN=one,CN=two"})
    void a_certificate_that_names_nobody_or_two_is_refused(String subject) throws Exception {
        var answer = client("n3", AUTHORITY.client(subject)).get("anything");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Client.text(answer)).contains("concord.https.client-subject");
    }

    @Test
    void without_a_certificate_a_token_is_needed() throws Exception {
        assertThat(client("n1", AnyCertificate.context()).get("anything").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_certificate_of_another_authority_of_the_same_name_is_refused() {
        assertThatThrownBy(() -> client("n1", STRANGER.client("CN=deployer")).get("anything"))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void nobody_shows_a_certificate_by_a_header(String scheme) throws Exception {
        var certificate = AUTHORITY.pem(directory.resolve("h.pem"), directory.resolve("h.key"), "CN=deployer");
        var encoded = Base64.getEncoder().encodeToString(certificate.getEncoded());
        var client = scheme.equals("http")
                ? new Client(cluster.endpoint("n1"), null)
                : client("n1", AnyCertificate.context());

        assertThat(client.send("GET", "/v1/kv?key=a", null, "$WSCC", encoded, "$WSIS", "true", "$WSPR", "HTTP/1.1")
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.send("GET", "/v1/kv?key=a", null, "X-SSL-Client-Cert", encoded)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_watch_and_a_batch_are_open_to_it_and_close_when_it_is_revoked() throws Exception {
        var watcher = client("n2", AUTHORITY.client("CN=to-be-revoked,OU=concord-reader"));
        var admin = client("n1", AUTHORITY.client("CN=deployer"));
        try (var watch = Watch.start(watcher, "/v1/watch?prefix=mutual")) {
            assertThat(watch.response().statusCode()).isEqualTo(200);

            var revoked = admin.sendJson(
                    "POST",
                    "/v1/tokens/revocations",
                    "{\"issuer\":\"certificate:CN=Clients\",\"subject\":\"to-be-revoked\"}");

            assertThat(revoked.statusCode()).isBetween(200, 201);
            await().atMost(PATIENCE).until(watch::hasEnded);
        }
        await().atMost(PATIENCE).until(() -> watcher.get("mutual").statusCode() == 401);
    }

    @Test
    void authorities_are_taken_anew_without_a_restart() throws Exception {
        var second = new TestCertificates("Second");
        var newcomer = second.client("CN=newcomer,OU=concord-reader");
        var file = directory.resolve("clients.pem");

        Files.writeString(file, AUTHORITY.authority() + second.authority());

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> client("n1", newcomer).get("a").statusCode() == 404);
    }

    private static Client client(String node, SSLContext tls) {
        return Client.overHttps(tls, port(node), null);
    }

    private static int port(String node) {
        return cluster.layout().node(node).httpsPort();
    }
}
