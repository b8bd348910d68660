package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.cli.console.Terminal;
import io.concord.cli.tokens.TokensCommand;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Concord's own tokens on three real servers: of one life, and over restarts. */
@TestMethodOrder(OrderAnnotation.class)
class TokensIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final String TOKENS = "/v1/tokens";
    private static final String KEYS = "/v1/tokens/keys";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(2);

    /** Clocks on one machine agree, so that a lifetime ends when it says. */
    private static LocalCluster cluster = Clusters.of(
            3,
            "tokens",
            Clusters.OPTIONS
                    .withEnvironment("CONCORD_AUTH_CLOCK_SKEW_SECONDS", "0")
                    .withEnvironment("CONCORD_OPENAPI_ROLE", "concord-writer"));

    /** Every token that was made, to be looked for where none may be. */
    private static final List<String> MADE = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void a_token_is_good_on_every_node_from_the_moment_it_is_told() throws IOException {
        var made = create("n2", "\"name\":\"ci\",\"groups\":[\"concord-writer\"],\"lifetime\":\"1h\"");

        assertThat(made.keySet())
                .containsExactlyInAnyOrder("id", "name", "groups", "grants", "key", "created", "expires", "token");
        for (var node : ALL) {
            var own = client(node, made.getString("token"));
            assertThat(own.put("tokens/" + node, "x").statusCode()).isEqualTo(201);
            assertThat(Client.header(own.get("tokens/" + node), "Concord-Author"))
                    .isEqualTo("ci");
            assertThat(own.send("GET", TOKENS, null).statusCode()).isEqualTo(403);
            assertThat(own.send("GET", "/metrics", null).statusCode()).isEqualTo(200);
            assertThat(own.send("GET", "/openapi", null).statusCode()).isEqualTo(200);
            var watch = own.send("GET", "/v1/watch?prefix=tokens/", null);
            assertThat(watch.statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Order(2)
    void the_list_says_whose_they_are_and_never_what_they_are() throws IOException {
        var made = create(
                "n1",
                "\"name\":\"reader \u00e9\",\"groups\":[\"concord-reader\",\"a\"],\"lifetime\":\"2h\","
                        + "\"grants\":[{\"namespace\":\"*\",\"key\":\"flags/**\",\"verbs\":[\"read\",\"watch\"]}]");

        for (var node : ALL) {
            var answer = admin(node).send("GET", TOKENS, null);
            assertThat(Client.text(answer)).doesNotContain(made.getString("token"));
            var listed = byId(Client.json(answer), made.getString("id"));
            assertThat(listed.getString("name")).isEqualTo("reader \u00e9");
            assertThat(listed.getJsonArray("groups").toString()).isEqualTo("[\"concord-reader\",\"a\"]");
            assertThat(listed.getJsonArray("grants").toString())
                    .isEqualTo("[{\"namespace\":\"*\",\"key\":\"flags/**\",\"verbs\":[\"read\",\"watch\"]}]");
            assertThat(listed.getBoolean("revoked")).isFalse();
            assertThat(listed.getJsonObject("createdBy").getString("subject")).isEqualTo("alice");
            assertThat(Client.json(admin(node).send("GET", TOKENS + "/" + made.getString("id"), null)))
                    .isEqualTo(listed);
        }
        var first = Client.json(admin("n1").send("GET", TOKENS + "?limit=1", null));
        var rest = Client.json(admin("n3").send("GET", TOKENS + "?cursor=" + first.getString("cursor"), null));
        assertThat(first.getJsonArray("tokens")).hasSize(1);
        assertThat(rest.getJsonArray("tokens")).hasSizeGreaterThanOrEqualTo(1);
        assertThat(rest.containsKey("cursor")).isFalse();
    }

    @Test
    @Order(3)
    void a_revoked_token_is_refused_by_every_node_and_its_watches_end_within_two_seconds() throws IOException {
        var made = create("n1", "\"name\":\"mallory\",\"groups\":[\"concord-writer\"],\"lifetime\":\"1h\"");
        var token = made.getString("token");
        var watches = new ArrayList<Watch>();
        try {
            for (var node : ALL) {
                watches.add(Watch.start(client(node, token), "/v1/watch"));
            }
            await().atMost(PATIENCE).until(() -> watches.stream().allMatch(watch -> watch.last() != null));

            var revoked = admin("n3").send("DELETE", TOKENS + "/" + made.getString("id"), null);

            assertThat(revoked.statusCode()).isEqualTo(204);
            for (var node : ALL) {
                assertRevoked(client(node, token).put("k", "v"));
                assertRevoked(client(node, token).get("k"));
            }
            await().atMost(SOON).until(() -> watches.stream().allMatch(Watch::hasEnded));
            for (var watch : watches) {
                assertThat(Objects.requireNonNull(watch.last()).data().getString("reason"))
                        .isEqualTo("token-revoked");
            }
        } finally {
            watches.forEach(Watch::close);
        }
        for (var node : ALL) {
            for (var target : List.of("/v1/watch", "/v1/cluster/status", "/metrics", "/openapi")) {
                assertRevoked(client(node, token).send("GET", target, null));
            }
        }
        var listed = Client.json(admin("n2").send("GET", TOKENS + "/" + made.getString("id"), null));
        assertThat(listed.getBoolean("revoked")).isTrue();
        assertThat(listed.getJsonObject("revokedBy").getString("subject")).isEqualTo("alice");
        assertThat(admin("n2").send("DELETE", TOKENS + "/unknown", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(4)
    void the_keys_are_rotated_under_load_and_no_request_fails() throws Exception {
        var old = create("n1", "\"name\":\"steady\",\"groups\":[\"concord-writer\"],\"lifetime\":\"1h\"");
        var stop = new AtomicBoolean();
        var answered = new AtomicInteger();
        var failures = Collections.synchronizedList(new ArrayList<String>());
        var threads = new ArrayList<Thread>();
        for (var node : ALL) {
            threads.add(new Thread(() -> use(node, old.getString("token"), stop, answered, failures)));
            threads.add(new Thread(() -> makeAndUse(node, stop, answered, failures)));
        }
        threads.forEach(Thread::start);
        try {
            for (int i = 0; i < 3; i++) {
                int before = answered.get();
                var rotated = admin(ALL.get(i)).post(KEYS);
                assertThat(rotated.statusCode()).isEqualTo(201);
                await().atMost(PATIENCE).until(() -> answered.get() > before + 60 || !failures.isEmpty());
            }
        } finally {
            stop.set(true);
            for (var thread : threads) {
                thread.join();
            }
        }

        assertThat(failures).isEmpty();
        var keys = Client.json(admin("n1").send("GET", KEYS, null))
                .getJsonArray("keys")
                .getValuesAs(JsonObject.class);
        assertThat(keys).hasSizeBetween(2, 4);
        assertThat(keys.stream().filter(key -> key.getBoolean("signs"))).hasSize(1);
        assertThat(client("n3", old.getString("token")).get("tokens/n1").statusCode())
                .isEqualTo(200);
    }

    @Test
    @Order(5)
    void a_token_ends_with_its_lifetime_and_its_answer_says_so() throws IOException {
        var token = create("n1", "\"name\":\"brief\",\"groups\":[\"concord-reader\"],\"lifetime\":\"3s\"")
                .getString("token");
        assertThat(client("n2", token).get("tokens/n1").statusCode()).isEqualTo(200);

        await().atMost(PATIENCE)
                .until(() -> client("n2", token).get("tokens/n1").statusCode() == 401);

        for (var node : ALL) {
            var refused = client(node, token).get("tokens/n1");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(Client.code(refused)).isEqualTo("unauthorized");
            assertThat(Client.header(refused, "WWW-Authenticate"))
                    .startsWith("Bearer realm=\"concord\", error=\"invalid_token\"")
                    .contains("it has expired");
        }
    }

    @Test
    @Order(6)
    void metrics_and_description_are_for_those_with_the_role() throws IOException {
        var reader = create("n1", "\"name\":\"reader\",\"groups\":[\"concord-reader\"],\"lifetime\":\"1h\"");
        var nobody = create("n1", "\"name\":\"nobody\",\"groups\":[\"others\"],\"lifetime\":\"1h\"");
        for (var target : List.of("/metrics", "/openapi")) {
            var anonymous = new Client(cluster.endpoint("n1"), null).send("GET", target, null);
            assertThat(anonymous.statusCode()).isEqualTo(401);
            assertThat(Client.code(anonymous)).isEqualTo("unauthorized");
            assertThat(Client.header(anonymous, "WWW-Authenticate")).isEqualTo("Bearer realm=\"concord\"");
            var foreign = client("n1", nobody.getString("token")).send("GET", target, null);
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(Client.code(foreign)).isEqualTo("forbidden");
            assertThat(client("n1", "x.y.z").send("GET", target, null).statusCode())
                    .isEqualTo(401);
            assertThat(SharedCluster.client(cluster, "n1", TokenGroup.WRITER)
                            .send("GET", target, null)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(client("n1", reader.getString("token"))
                        .send("GET", "/metrics", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(client("n1", reader.getString("token"))
                        .send("GET", "/openapi", null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(client("n1", reader.getString("token"))
                        .send("GET", "/openapi/ui", null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Order(7)
    void tokens_and_keys_outlive_all_nodes_and_a_node_with_another_secret_says_so() throws IOException {
        var kept = create("n1", "\"name\":\"kept\",\"groups\":[\"concord-writer\"],\"lifetime\":\"1h\"");
        var gone = create("n1", "\"name\":\"gone\",\"groups\":[\"concord-writer\"],\"lifetime\":\"1h\"");
        assertThat(admin("n1")
                        .send("DELETE", TOKENS + "/" + gone.getString("id"), null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(admin("n2").send("POST", "/v1/cluster/snapshot", null).statusCode())
                .isEqualTo(200);
        ALL.forEach(cluster::stop);
        var right = Files.readString(cluster.layout().files().tokensSecret());
        Files.writeString(cluster.layout().files().tokensSecret(), "another secret of 32 characters!\n");
        cluster.start("n3");
        await().atMost(PATIENCE).until(() -> console("n3").contains("CWWKF0011I"));
        Files.writeString(cluster.layout().files().tokensSecret(), right);
        cluster.start("n1");
        cluster.start("n2");
        cluster.awaitReady(Clusters.START_PATIENCE);

        for (var node : ALL) {
            assertThat(client(node, kept.getString("token"))
                            .put("tokens/kept", node)
                            .statusCode())
                    .isBetween(200, 204);
            assertRevoked(client(node, gone.getString("token")).get("tokens/kept"));
        }
        var body = "{\"name\":\"late\",\"groups\":[],\"lifetime\":\"1h\"}";
        assertThat(admin("n1").sendJson("POST", TOKENS, body).statusCode()).isEqualTo(201);
        var refused = admin("n3").sendJson("POST", TOKENS, body);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Client.code(refused)).isEqualTo("conflict");
        assertThat(Client.text(refused)).contains("concord.tokens.secret").doesNotContain("another secret");
        assertThat(Client.text(new Client(cluster.endpoint("n3"), null).send("GET", "/health/ready", null)))
                .contains("tokens-alarm");
        assertThat(Client.text(new Client(cluster.endpoint("n1"), null).send("GET", "/health/ready", null)))
                .doesNotContain("tokens-alarm");
        assertThat(Client.text(admin("n3").send("GET", "/metrics", null)).lines())
                .anyMatch(line -> line.startsWith("concord_tokens_secret_mismatch") && line.endsWith(" 1.0"));
    }

    @Test
    @Order(10)
    void neither_tokens_nor_secret_nor_keys_are_anywhere_on_disk() throws IOException {
        assertThat(MADE).hasSizeGreaterThan(5);
        var secret = Files.readString(cluster.layout().files().tokensSecret()).strip();
        var signatures = new ArrayList<>(List.of(secret));
        MADE.forEach(token -> signatures.add(token.substring(token.lastIndexOf('.') + 1)));
        try (var files = Files.walk(cluster.layout().directory().resolve("nodes"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(signatures.stream().filter(text::contains))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    /** By the commands, as an operator does: the first token without another one, and all else with that. */
    @Test
    @Order(9)
    void whoever_has_the_secret_makes_the_first_token_and_the_commands_do_the_rest() throws IOException {
        var secret = cluster.layout().files().tokensSecret().toString();
        var root = run("create", "root", "--group", "concord-admin", "--secret-file", secret, "--cluster", "tokens");
        MADE.add(root);

        assertThat(client("n1", root).send("GET", TOKENS, null).statusCode()).isEqualTo(200);
        var reader = run("create", "by-command", "--group", "concord-reader", "--token", root);
        assertThat(client("n2", reader).get("tokens/n1").statusCode()).isEqualTo(200);
        assertThat(run("list", "--token", root)).contains("by-command").doesNotContain(reader);
        var id = Client.json(run("list", "--output", "json", "--token", root)).getJsonArray("tokens").stream()
                .map(JsonObject.class::cast)
                .filter(token -> token.getString("name").equals("by-command"))
                .findFirst()
                .orElseThrow()
                .getString("id");
        run("revoke", id, "--token", root);
        assertRevoked(client("n1", reader).get("tokens/n1"));
        assertThat(run("rotate-keys", "--token", root)).matches("[A-Za-z0-9_-]{43}");
        assertThat(client("n1", root).get("tokens/n1").statusCode()).isEqualTo(200);
    }

    private static String run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--endpoint", cluster.endpoint("n1").toString()));
        int code = TokensCommand.line(terminal)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(all.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return out.toString().strip();
    }

    private static void use(
            String node, String token, AtomicBoolean stop, AtomicInteger answered, List<String> failures) {
        var own = client(node, token);
        while (!stop.get()) {
            note(() -> own.put("tokens/load", "x"), "use at " + node, answered, failures);
        }
    }

    /** A fresh token, made at one node and used at another at once. */
    private static void makeAndUse(String node, AtomicBoolean stop, AtomicInteger answered, List<String> failures) {
        var elsewhere = ALL.get((ALL.indexOf(node) + 1) % ALL.size());
        while (!stop.get()) {
            note(
                    () -> {
                        var made =
                                create(node, "\"name\":\"fresh\",\"groups\":[\"concord-reader\"],\"lifetime\":\"10m\"");
                        return client(elsewhere, made.getString("token")).get("tokens/n1");
                    },
                    "made at " + node + ", used at " + elsewhere,
                    answered,
                    failures);
        }
    }

    private interface Call {
        HttpResponse<byte[]> make() throws IOException;
    }

    private static void note(Call call, String what, AtomicInteger answered, List<String> failures) {
        try {
            var response = call.make();
            if (response.statusCode() >= 300) {
                failures.add(what + ": " + response.statusCode() + " " + Client.text(response));
            }
            answered.incrementAndGet();
        } catch (IOException | AssertionError e) {
            failures.add(what + ": " + e);
        }
    }

    private static String console(String node) throws IOException {
        var file = cluster.layout().files().node(node).consoleLog();
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static JsonObject create(String node, String members) throws IOException {
        var response = admin(node).sendJson("POST", TOKENS, "{" + members + "}");
        assertThat(response.statusCode()).as(Client.text(response)).isEqualTo(201);
        var made = Client.json(response);
        MADE.add(made.getString("token"));
        return made;
    }

    private static JsonObject byId(JsonObject list, String id) {
        return list.getJsonArray("tokens").getValuesAs(JsonObject.class).stream()
                .filter(token -> token.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRevoked(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Client.code(response)).isEqualTo("token-revoked");
        assertThat(Client.header(response, "WWW-Authenticate")).contains("error=\"invalid_token\"");
    }

    private static Client client(String node, String token) {
        return new Client(cluster.endpoint(node), token);
    }

    private static Client admin(String node) {
        return SharedCluster.client(cluster, node, TokenGroup.ADMIN);
    }
}
