package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.SigningKey;
import io.concord.cli.cluster.TestCertificates;
import io.concord.cli.cluster.TokenGroup;
import io.concord.cli.cluster.TokenMinter;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.naming.ldap.Rdn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers send into the logs of a node as production has them: no line of theirs, and no token. */
class LogSafetyIT {
    private static final String FORGED = "{\"forged\":1}";
    private static final TestCertificates STRANGER =
            new TestCertificates(Rdn.escapeValue("x\n" + FORGED + "\n[ERROR   ] " + FORGED));

    @TempDir
    private static Path directory = Path.of("");

    private static LocalCluster cluster = Clusters.of(1, "log-safety");

    @BeforeAll
    static void start() throws Exception {
        var authorities =
                Files.writeString(directory.resolve("clients.pem"), new TestCertificates("Clients").authority());
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_LOG_CONSOLE_FORMAT", "json")
                .withEnvironment("CONCORD_HTTPS_CLIENT_AUTHENTICATION", "optional")
                .withEnvironment("CONCORD_HTTPS_CLIENT_AUTHORITIES", authorities.toString());
        cluster = Clusters.of(1, "log-safety", options);
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void nobody_writes_a_line_and_no_token_is_kept() throws Exception {
        var secrets = new ArrayList<String>();
        var logs = new LogFiles(cluster.files("n1"));

        for (var token : forged(secrets)) {
            ask(token, "GET", "/v1/kv/a");
            ask(token, "GET", "/v1/watch");
            ask(token, "GET", "/metrics");
            ask(
                    token,
                    "PUT",
                    "/v1/kv/%0A"
                            + FORGED.replace("\"", "%22").replace("{", "%7B").replace("}", "%7D"));
        }
        assertThat(refusedStranger()).isTrue();
        provokeIncidents(secrets);

        var lines = logs.news();
        assertThat(lines).noneMatch(line -> line.startsWith(FORGED)).noneMatch(line -> line.startsWith("[ERROR"));
        assertThat(lines).allSatisfy(LogSafetyIT::isOneObject);
        try (var files = Files.walk(cluster.files("n1").root())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(LogFiles.text(file)).as(file.toString()).doesNotContain(secrets);
            }
        }
        assertThat(logs.incidents()).isEmpty();
    }

    /** Each with claims that would be lines; some of them verified, some not. */
    private static List<String> forged(List<String> secrets) {
        var tokens = cluster.tokens();
        var good = tokens.claims("alice", TokenGroup.WRITER, Duration.ofHours(1));
        var line = "x\n" + FORGED + "\n[ERROR   ] " + FORGED;
        var all = new ArrayList<String>();
        for (var claim : List.of("iss", "sub", "aud", "jti", "upn")) {
            all.add(tokens.sign(good.with(claim, line)));
            all.add(new TokenMinter(SigningKey.generate()).sign(good.with(claim, line)));
        }
        all.add(tokens.sign(good.with("groups", List.of(line))));
        all.add(tokens.sign(good.with("exp", 1)));
        all.add(tokens.sign(good) + "x");
        all.forEach(token -> secrets.add(token.split("\\.", -1)[2]));
        return all;
    }

    /** Where the container has fallen over its own feet before, with a token in its hands. */
    private static void provokeIncidents(List<String> secrets) throws IOException {
        var token = cluster.tokens().mint("canary", TokenGroup.ADMIN, Duration.ofHours(1));
        secrets.add(token.split("\\.", -1)[2]);
        var head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n";
        for (var request : List.of(
                "GET /openapi?%" + head + "\r\n",
                "GET /metrics?%zz" + head + "\r\n",
                "GET /health/live?a=%" + head + "\r\n",
                "PUT /v1/kv/a" + head + "Content-Type: /\r\nContent-Length: 1\r\n\r\na",
                "PUT /v1/kv/a" + head + "Content-Length: 10\r\n\r\na",
                "PUT /v1/kv/a" + head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /v1/txn" + head + "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n{",
                "GET /v1/kv/a" + head + "Cookie: " + "a=b;".repeat(2_000) + "\r\n\r\n",
                "GET /v1/kv/a" + head + "Accept: ;;;\r\n\r\n",
                "GET /jwt/ibm/api/x" + head + "\r\n",
                "GET /ibm/api/docs" + head + "\r\n",
                "GET /v1/watch" + head + "Last-Event-ID: x\r\n\r\n")) {
            try (var connection = new FuzzConnection(cluster.endpoint("n1"))) {
                connection.send(request);
                connection.end();
                assertThat(connection.answers()).as(request).isNotEmpty();
            }
        }
    }

    /** By the handshake, or for want of a token: whether a client shows a certificate that nobody asked for is up to it. */
    private static boolean refusedStranger() throws Exception {
        try {
            var answer = Client.overHttps(STRANGER.client("CN=" + Rdn.escapeValue("y\n" + FORGED)), port(), null)
                    .get("a");
            return answer.statusCode() == 401;
        } catch (IOException refused) {
            return true;
        }
    }

    private static void ask(String token, String method, String target) throws IOException {
        var body = method.equals("PUT") ? "x".getBytes(StandardCharsets.UTF_8) : null;
        assertThat(Client.overHttps(port(), token).send(method, target, body).statusCode())
                .isLessThan(500);
    }

    private static void isOneObject(String line) {
        try (var reader = Json.createReader(new StringReader(line))) {
            assertThat(reader.readObject()).containsKey("type");
        }
    }

    private static int port() {
        return cluster.layout().node("n1").httpsPort();
    }
}
