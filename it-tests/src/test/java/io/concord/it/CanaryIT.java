package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Secrets as canaries: tokens, passwords, private keys and values go through every path of real servers, the wrong ones
 * among them, and are then looked for in everything that the servers wrote and told. {@link CanariesTest} shows that the
 * search finds; here it must find the values where they belong.
 */
class CanaryIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The files in which a member keeps the state: values are there, and no secret is. */
    private static final Pattern STATE =
            Pattern.compile("log-\\d+\\.seg|snapshot-\\d+\\.snap(?:\\.tmp)?|.*\\.snap\\.part");

    private static final int VALUE_BYTES_MAX = 1 << 20;

    /** Must be nowhere, but in the hands of whoever needs them. */
    private final Canaries secrets = new Canaries();

    /** Must be in the state, and in answers that are asked for them. */
    private final Canaries values = new Canaries();

    private final String value = "canary-value-" + UUID.randomUUID();
    private static final Pattern CONTAINERS_CONFIGURATION = Pattern.compile(
            "the container's keystore_password is in .*/workarea/org\\.eclipse\\.osgi/\\d+/data/(variableCacheData|configs\\.data)");

    private final List<String> told = new ArrayList<>();

    @Test
    void no_secret_is_found_where_it_does_not_belong() throws Exception {
        values.add("a value", value);
        try (var cluster = Clusters.of(3, "canary")) {
            cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
            learnSecrets(cluster);

            useEverythingRightly(cluster);
            useEverythingWrongly(cluster);
            failAndRecover(cluster);
            tellMetrics(cluster);

            checkCommandLines(cluster);
            cluster.layout().nodes().forEach(node -> cluster.stop(node.id()));
            check(cluster);
        }
    }

    @Test
    void a_node_that_does_not_start_for_a_secret_does_not_tell_it() throws Exception {
        var wrong = "canary-password-" + UUID.randomUUID();
        secrets.add("a wrong password", wrong);
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD", wrong)
                .withEnvironment("CONCORD_CLUSTER_TLS_TRUSTSTORE_PASSWORD", wrong)
                .withEnvironment("CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORT", wrong)
                // As an operator would do who takes it for the file.
                .withEnvironment("CONCORD_TOKENS_SECRET_FILE", wrong);
        try (var cluster = Clusters.of(1, "canary-password", options)) {
            cluster.start("n1");

            await().atMost(Clusters.START_PATIENCE)
                    .until(() ->
                            Files.readString(cluster.files("n1").consoleLog()).contains("Concord does not start"));

            assertThat(Files.readString(cluster.files("n1").consoleLog()))
                    .contains("4 problems in its configuration", "the password does not open it");
            assertThat(secrets.inFiles(files(cluster))).isEmpty();
        }
    }

    private void learnSecrets(LocalCluster cluster) throws Exception {
        var keys = cluster.layout().directory().resolve("keys");
        var password = Files.readString(keys.resolve("stores.password")).strip();
        secrets.add("the password of the key stores", password);
        secrets.add(
                "the secret of the tokens",
                Files.readString(cluster.layout().files().tokensSecret()).strip());
        secrets.add("the provider's signing key", privateKey(keys.resolve("signing-key.pem")));
        for (var file : List.of("n1.p12", "n2.p12", "n3.p12", "authority.p12")) {
            secrets.add("the private key in " + file, privateKey(keys.resolve(file), password));
        }
        var passwords = Clusters.libertyHome().resolve("usr/servers/concord/server.env");
        for (var line : Files.readAllLines(passwords)) {
            if (line.matches("(?i).*password=.+")) {
                secrets.add("the container's " + line.split("=", 2)[0], line.split("=", 2)[1]);
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
    }

    private static byte[] privateKey(Path pem) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----[A-Z ]+-----", ""));
    }

    private static byte[] privateKey(Path file, String password) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        var key = store.getKey(store.aliases().nextElement(), password.toCharArray());
        return Objects.requireNonNull(key).getEncoded();
    }

    private Client client(LocalCluster cluster, String node, TokenGroup group) {
        var token = cluster.tokens().mint("canary", group, Duration.ofHours(1));
        secrets.addToken("a token", token);
        return new Client(cluster.endpoint(node), token);
    }

    /** Values through every way of writing and reading them. */
    private void useEverythingRightly(LocalCluster cluster) throws Exception {
        for (var node : ALL) {
            var admin = client(cluster, node, TokenGroup.ADMIN);
            try (var events = Watch.start(admin, "/v1/watch?previous=true&prefix=canary");
                    var frames = FrameWatch.start(admin, "/v1/watch")) {
                assertThat(frames.response().statusCode()).isEqualTo(200);
                assertThat(admin.put("canary-" + node, value, "Concord-Tags", "canary")
                                .statusCode())
                        .isBetween(200, 400);
                assertThat(admin.put("canary-" + node, value).statusCode()).isBetween(200, 204);
                assertThat(Client.text(admin.get("canary-" + node))).isEqualTo(value);
                assertThat(Client.text(admin.send("GET", "/v1/kv?prefix=canary", null)))
                        .isNotEmpty();
                assertThat(admin.transact(put("canary-txn-" + node)).statusCode())
                        .isEqualTo(200);
                assertThat(batch(admin, "canary-batch-" + node).statusCode()).isEqualTo(200);
                assertThat(admin.send("PUT", "/v1/namespaces/canary-" + node, null)
                                .statusCode())
                        .isBetween(200, 204);
                assertThat(admin.send("PUT", Client.kv("canary-" + node, "k"), bytes(value))
                                .statusCode())
                        .isEqualTo(201);
                assertThat(admin.send("DELETE", "/v1/kv?prefix=canary-txn", null)
                                .statusCode())
                        .isLessThan(500);
                await().atMost(PATIENCE).until(() -> events.commits().size() > 2);
            }
            assertThat(admin.send("POST", "/v1/cluster/snapshot", null).statusCode())
                    .isEqualTo(200);
        }
    }

    private String put(String key) {
        return "{\"then\": [{\"op\": \"put\", \"key\": \"%s\", \"value\": \"%s\"}]}".formatted(key, value);
    }

    private HttpResponse<byte[]> batch(Client client, String key) throws IOException {
        var change = new BatchChange.Put(
                new EntryName(Namespace.DEFAULT, new Key(key)),
                Value.of(bytes(value), "text/plain"),
                Precondition.none(),
                Expiry.byDefault(),
                true);
        var operation = new BatchOperation.Write(
                new RequestId(UUID.randomUUID().toString()), BatchOperation.Write.FIRST_UNKNOWN, change);
        return client.send(
                "POST",
                "/v1/batch",
                BatchCodec.encode(new BatchRequest(List.of(operation))),
                "Content-Type",
                BatchCodec.MEDIA_TYPE);
    }

    /** Values and tokens where they are refused, in every way that quotes what was sent elsewhere. */
    private void useEverythingWrongly(LocalCluster cluster) throws Exception {
        for (var node : ALL) {
            var admin = client(cluster, node, TokenGroup.ADMIN);
            admin.put("canary", value);
            refused(admin.put("canary", value, "If-None-Match", "*"));
            refused(admin.put("canary", value, "If-Match", "\"1\""));
            refused(admin.send("POST", "/v1/kv/canary?op=increment", null));
            refused(admin.put("canary", value + "x".repeat(VALUE_BYTES_MAX)));
            refusedAndQuoted(admin.put("canary", value, "Content-Type", "canary"));
            refused(admin.put("canary", value, "Content-Encoding", "gzip"));
            for (var json : List.of(
                    value,
                    "{\"then\": \"" + value + "\"}",
                    "{\"then\": [{\"op\": \"" + value + "\"}]}",
                    "{\"then\": [{\"op\": \"put\", \"key\": \"k\", \"value\": " + value + "}]}",
                    "{\"then\": [{\"op\": \"put\", \"key\": \"k\", \"encoding\": \"base64\", \"value\": \"" + value
                            + "*\"}]}",
                    "{\"then\": [{\"op\": \"put\", \"value\": \"" + value + "\"}]}")) {
                refusedAndQuoted(admin.transact(json));
                refusedAndQuoted(admin.sendJson("POST", "/v1/tokens/revocations", json));
                refusedAndQuoted(admin.sendJson("PUT", "/v1/namespaces/canary", json));
                refusedAndQuoted(admin.send("POST", "/v1/batch", bytes(json), "Content-Type", BatchCodec.MEDIA_TYPE));
            }
            refusedAndQuoted(admin.send("GET", "/v1/kv?consistency=" + value, null));
            refused(client(cluster, node, TokenGroup.READER).put("canary", value));
            misuseTokens(cluster, node);
            useOwnTokens(cluster, node);
        }
    }

    private void misuseTokens(LocalCluster cluster, String node) throws Exception {
        var tokens = cluster.tokens();
        var claims = tokens.claims("canary", TokenGroup.ADMIN, Duration.ofHours(1));
        var bad = Map.of(
                "an expired token", tokens.sign(claims.with("exp", Instant.now().minusSeconds(60))),
                "a token of nobody", tokens.sign(claims.without("sub").without("upn")),
                "a token for others", tokens.sign(claims.with("aud", "others")),
                "a token with groups as text", tokens.sign(claims.with("groups", "concord-admin")),
                "a token for ever", tokens.sign(claims.with("exp", Instant.parse("2200-01-01T00:00:00Z"))));
        for (var entry : bad.entrySet()) {
            secrets.addToken(entry.getKey(), entry.getValue());
            var client = new Client(cluster.endpoint(node), entry.getValue());
            refused(client.get("canary"));
            refused(client.put("canary", value));
            refused(client.send("GET", "/v1/watch", null));
            refused(Client.overHttps(cluster.layout().node(node).httpsPort(), entry.getValue())
                    .send("GET", "/metrics", null));
        }
        var good =
                Objects.requireNonNull(client(cluster, node, TokenGroup.ADMIN).token());
        var nobody = new Client(cluster.endpoint(node), null);
        refused(nobody.send("GET", "/v1/kv/canary?access_token=" + good, null));
        refused(nobody.send("POST", "/v1/txn", bytes("access_token=" + good)));
        refused(nobody.send("GET", "/v1/kv/canary", null, "Cookie", "Bearer=" + good));
        refused(nobody.send("GET", "/v1/kv/canary", null, "X-Auth-Token", good));
        refused(nobody.send("GET", "/v1/kv/canary", null, "Authorization", "Basic " + good));
        refused(nobody.send("GET", "/v1/kv/canary", null, "Authorization", "Bearer " + good, "Authorization", good));
        refused(nobody.send("GET", "/v1/kv/canary", null, "Authorization", "Bearer " + good + "x"));
        var withToken = new Client(cluster.endpoint(node), good);
        refusedAndQuoted(withToken.send("GET", "/v1/kv?limit=" + good, null));
        refusedAndQuoted(withToken.send("GET", "/v1/watch?from-revision=" + good, null));
        refusedAndQuoted(withToken.sendJson("POST", "/v1/txn", "{\"" + good + "\": 1}"));
        refusedAndQuoted(withToken.put("canary", "x", "Content-Type", good));
        revoke(cluster, node);
    }

    /** Concord's own: made, used, used wrongly, and of a key that is gone. */
    private void useOwnTokens(LocalCluster cluster, String node) throws IOException {
        var admin = client(cluster, node, TokenGroup.ADMIN);
        var made = admin.sendJson(
                "POST", "/v1/tokens", "{\"name\": \"canary\", \"groups\": [\"concord-writer\"], \"lifetime\": \"1h\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        var token = Client.json(made).getString("token");
        secrets.addToken("one of Concord's own tokens", token);
        var own = new Client(cluster.endpoint(node), token);
        assertThat(own.put("canary", value).statusCode()).isBetween(200, 204);
        assertThat(admin.post("/v1/tokens/keys").statusCode()).isEqualTo(201);
        assertThat(own.get("canary").statusCode()).isEqualTo(200);
        told.add(Client.text(admin.send("GET", "/v1/tokens", null)));
        told.add(Client.text(admin.send("GET", "/v1/tokens/keys", null)));
        refused(own.send("GET", "/v1/tokens", null));
        refused(new Client(cluster.endpoint(node), token + "A").get("canary"));
        refused(new Client(cluster.endpoint(node), token.substring(0, token.length() - 2)).get("canary"));
        assertThat(admin.send("DELETE", "/v1/tokens/" + Client.json(made).getString("id"), null)
                        .statusCode())
                .isEqualTo(204);
        refused(own.put("canary", value));
    }

    private void revoke(LocalCluster cluster, String node) throws IOException {
        var id = "canary-" + UUID.randomUUID();
        var claims = cluster.tokens().claims("mallory", TokenGroup.WRITER, Duration.ofHours(1));
        var token = cluster.tokens().sign(claims.with("jti", id));
        secrets.addToken("a revoked token", token);
        try (var watch = Watch.start(new Client(cluster.endpoint(node), token), "/v1/watch")) {
            assertThat(client(cluster, node, TokenGroup.ADMIN)
                            .sendJson("POST", "/v1/tokens/revocations", "{\"tokenId\": \"" + id + "\"}")
                            .statusCode())
                    .isEqualTo(201);
            await().atMost(PATIENCE).until(watch::hasEnded);
        }
        refused(new Client(cluster.endpoint(node), token).get("canary"));
        refused(new Client(cluster.endpoint(node), token).put("canary", value));
    }

    /** A refusal tells neither a value nor a token back: whoever reads it may be a log. */
    private void refused(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isBetween(400, 499);
        told.add(response.statusCode() + " " + response.headers().map() + " " + Client.text(response));
    }

    /** Names what it refuses to whoever sent it, which is no business of any log. */
    private static void refusedAndQuoted(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isBetween(400, 499);
    }

    /** A node dies, and comes back by what the others have; the leader hands over. */
    private void failAndRecover(LocalCluster cluster) throws IOException {
        cluster.kill("n3");
        var admin = client(cluster, "n1", TokenGroup.ADMIN);
        await().atMost(PATIENCE).until(() -> admin.put("canary-alone", value).statusCode() < 300);
        cluster.start("n3");
        cluster.awaitReady(Clusters.START_PATIENCE);
        told.add(Client.text(admin.post("/v1/cluster/hand-over")));
        await().atMost(PATIENCE).until(() -> admin.put("canary-after", value).statusCode() < 300);
        for (var node : ALL) {
            assertThat(client(cluster, node, TokenGroup.ADMIN)
                            .post("/v1/cluster/snapshot")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private void tellMetrics(LocalCluster cluster) throws IOException {
        for (var node : ALL) {
            var token = cluster.tokens().mint("canary", TokenGroup.READER, Duration.ofHours(1));
            var metrics = Client.overHttps(cluster.layout().node(node).httpsPort(), token)
                    .send("GET", "/metrics", null);
            assertThat(metrics.statusCode()).isEqualTo(200);
            var admin = client(cluster, node, TokenGroup.ADMIN);
            told.add(Client.text(metrics));
            for (var target : List.of(
                    "/health", "/openapi", "/v1/cluster/status", "/v1/cluster/members", "/v1/tokens/revocations")) {
                told.add(Client.text(admin.send("GET", target, null)));
            }
        }
    }

    private void checkCommandLines(LocalCluster cluster) {
        assertThat(ALL)
                .allSatisfy(node -> assertThat(secrets.in(ProcessHandle.of(cluster.pid(node))
                                .flatMap(process -> process.info().commandLine())
                                .orElseThrow()))
                        .isEmpty());
    }

    private void check(LocalCluster cluster) throws IOException {
        var files = files(cluster);
        var state = files.stream().filter(CanaryIT::isState).toList();
        var others = files.stream().filter(file -> !isState(file)).toList();

        // What is to be found: the search reads what it is to read.
        for (var node : ALL) {
            var data = cluster.files(node).data();
            assertThat(values.inFiles(
                            state.stream().filter(file -> file.startsWith(data)).toList()))
                    .anyMatch(found -> found.endsWith(".snap"))
                    .anyMatch(found -> found.endsWith(".seg"));
            assertThat(others)
                    .contains(
                            cluster.files(node).consoleLog(),
                            cluster.files(node).logs().resolve("messages.log"));
        }

        assertThat(secrets.inFiles(files))
                .filteredOn(found -> !isOfTheContainersConfiguration(found))
                .isEmpty();
        assertThat(values.inFiles(others)).isEmpty();
        assertThat(told)
                .allSatisfy(text -> assertThat(secrets.and(values).in(text))
                        .as("told in %s", text)
                        .isEmpty());
    }

    /** Open Liberty keeps the configuration that it has read, and the password of its own key store with it. */
    private static boolean isOfTheContainersConfiguration(String found) {
        return CONTAINERS_CONFIGURATION.matcher(found).matches();
    }

    private static boolean isState(Path file) {
        return STATE.matcher(file.getFileName().toString()).matches();
    }

    /** Everything that the nodes have written, wherever. */
    private static List<Path> files(LocalCluster cluster) throws IOException {
        try (Stream<Path> all = Files.walk(cluster.layout().directory().resolve("nodes"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
