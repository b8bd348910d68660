package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.Concord;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenClaims;
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
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The audit log of a real server: what is in it, what is not, and what is found of what was done to it. */
class AuditIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path DIRECTORY = Clusters.emptied("audit-log");
    private static final String SECRET = "value-that-nobody-may-see";

    private static LocalCluster cluster = Clusters.of(
            1,
            "audit",
            Clusters.OPTIONS
                    .withEnvironment(
                            "CONCORD_AUDIT_FILE",
                            DIRECTORY.resolve("audit.jsonl").toString())
                    .withEnvironment("CONCORD_AUDIT_EVENTS", "admin,writes"));

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Client client(TokenClaims claims) {
        return new Client(cluster.endpoint("n1"), cluster.tokens().sign(claims));
    }

    private static TokenClaims claims(String subject, TokenGroup group) {
        return cluster.tokens().claims(subject, group, Duration.ofHours(1)).with("jti", "token-of-" + subject);
    }

    private static Client client(String subject, TokenGroup group) {
        return client(claims(subject, group));
    }

    private static List<JsonObject> lines() {
        var lines = new ArrayList<JsonObject>();
        for (var file : files()) {
            try {
                // The last one may be on its way.
                var text = Files.readString(file);
                text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> lines.add(Client.json(line)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }

    private static List<Path> files() {
        try (var files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject line(Predicate<JsonObject> which) {
        return await().atMost(PATIENCE)
                .until(() -> lines().stream().filter(which).reduce((first, last) -> last), found -> found.isPresent())
                .orElseThrow();
    }

    private static Predicate<JsonObject> of(String subject, String outcome) {
        return line -> line.getString("subject", "").equals(subject)
                && line.getString("outcome", "").equals(outcome);
    }

    private static int verify(String... more) {
        var arguments = new ArrayList<>(List.of("audit", "verify"));
        files().forEach(file -> arguments.add(file.toString()));
        arguments.addAll(List.of(more));
        return Concord.commandLine().execute(arguments.toArray(String[]::new));
    }

    @Test
    void what_an_administrator_does_has_a_line_before_and_one_after() throws IOException {
        var root = client("root-1", TokenGroup.ADMIN);

        assertThat(root.send("POST", "/v1/cluster/snapshot", null, "X-Forwarded-For", "203.0.113.9")
                        .statusCode())
                .isEqualTo(200);

        var begun = line(of("root-1", "begun"));
        var done = line(of("root-1", "allowed"));
        assertThat(begun.getJsonNumber("seq").longValue())
                .isLessThan(done.getJsonNumber("seq").longValue());
        assertThat(begun.getString("call")).isEqualTo(done.getString("call"));
        assertThat(done.getString("node")).isEqualTo("n1");
        assertThat(done.getString("kind")).isEqualTo("admin");
        assertThat(done.getString("issuer")).isEqualTo(TokenClaims.ISSUER);
        assertThat(done.getString("tokenId")).isEqualTo("token-of-root-1");
        assertThat(done.getString("address")).isEqualTo("127.0.0.1");
        assertThat(done.getInt("port")).isPositive();
        assertThat(done.getString("method")).isEqualTo("POST");
        assertThat(done.getString("path")).isEqualTo("/v1/cluster/snapshot");
        assertThat(done.getInt("status")).isEqualTo(200);
    }

    @Test
    void a_revocation_says_what_was_revoked_and_at_which_revision() throws IOException {
        var root = client("root-2", TokenGroup.ADMIN);

        var answer = root.sendJson("POST", "/v1/tokens/revocations", "{\"tokenId\": \"stolen\"}");

        var write = line(of("root-2", "allowed")).getJsonArray("writes").getJsonObject(0);
        assertThat(write.getString("operation")).isEqualTo("revoke-tokens");
        assertThat(write.getString("tokenId")).isEqualTo("stolen");
        assertThat(write.getString("result")).isEqualTo("ok");
        assertThat(write.getString("requestId")).isEqualTo(Client.header(answer, "Idempotency-Key"));
        assertThat(write.getJsonNumber("revision").longValue()).isEqualTo(Client.revision(answer));
    }

    @Test
    void a_write_says_which_key_and_what_came_of_it_and_never_the_value() throws IOException {
        var writer = client("writer-1", TokenGroup.WRITER);
        var key = "odd \"key\"\n{\u202e";

        var answer = writer.put(key, SECRET);
        var refused = writer.put(key, SECRET, "If-None-Match", "*");

        var write = line(of("writer-1", "allowed")).getJsonArray("writes").getJsonObject(0);
        assertThat(write.getString("operation")).isEqualTo("put");
        assertThat(write.getString("namespace")).isEqualTo("default");
        assertThat(write.getString("key")).isEqualTo(key);
        assertThat(write.getJsonNumber("revision").longValue()).isEqualTo(Client.revision(answer));
        assertThat(refused.statusCode()).isEqualTo(412);
        var line = line(of("writer-1", "refused"));
        assertThat(line.getString("code")).isEqualTo("precondition-failed");
        assertThat(line.getJsonArray("writes").getJsonObject(0).getString("result"))
                .isEqualTo("precondition-failed");
    }

    @Test
    void each_write_of_a_batch_is_told() throws IOException {
        var writer = client("writer-2", TokenGroup.WRITER);
        var operations = new ArrayList<BatchOperation>();
        for (int i = 0; i < 3; i++) {
            operations.add(new BatchOperation.Write(
                    new RequestId("batch-" + i),
                    BatchOperation.Write.FIRST_UNKNOWN,
                    new BatchChange.Put(
                            new EntryName(Namespace.DEFAULT, new Key("batch/" + i)),
                            Value.of(SECRET.getBytes(StandardCharsets.UTF_8), "text/plain"),
                            Precondition.none(),
                            Expiry.never(),
                            false)));
        }

        writer.send(
                "POST",
                "/v1/batch",
                BatchCodec.encode(new BatchRequest(operations)),
                "Content-Type",
                BatchCodec.MEDIA_TYPE);

        var writes = line(of("writer-2", "allowed")).getJsonArray("writes").getValuesAs(JsonObject.class);
        assertThat(writes).extracting(write -> write.getString("key")).containsExactly("batch/0", "batch/1", "batch/2");
        assertThat(writes).extracting(write -> write.getString("result")).containsOnly("ok");
        assertThat(writes)
                .extracting(write -> write.getJsonNumber("revision").longValue())
                .doesNotHaveDuplicates();
    }

    @Test
    void who_may_not_and_who_is_not_known_are_told_and_no_token_is() throws IOException {
        var reader = client("reader-1", TokenGroup.READER);
        var forged = reader.token() + "x";

        assertThat(reader.put("k", SECRET).statusCode()).isEqualTo(403);
        assertThat(reader.send("POST", "/v1/cluster/hand-over", null).statusCode())
                .isEqualTo(403);
        var stranger = new Client(cluster.endpoint("n1"), forged);
        assertThat(stranger.send("GET", "/v1/kv/stranger", null).statusCode()).isEqualTo(401);
        assertThat(stranger.send("GET", "/v1/watch?prefix=stranger-watch", null).statusCode())
                .isEqualTo(401);

        assertThat(line(of("reader-1", "refused")).getString("code")).isEqualTo("forbidden");
        line(of("reader-1", "refused").and(line -> line.getString("kind").equals("admin")));
        var unknown = line(line -> line.getString("path", "").equals("/v1/kv/stranger"));
        assertThat(unknown.getString("code")).isEqualTo("unauthorized");
        assertThat(unknown).doesNotContainKey("subject");
        line(line -> line.getString("query.prefix", "").equals("stranger-watch"));
        for (var file : files()) {
            assertThat(Files.readString(file))
                    .doesNotContain(SECRET)
                    .doesNotContain(String.valueOf(reader.token()))
                    .doesNotContain(forged.substring(forged.lastIndexOf('.') + 1));
        }
    }

    @Test
    void reads_are_not_told_unless_they_are_wanted() throws IOException {
        var reader = client("reader-2", TokenGroup.READER);
        reader.get("k");
        client("writer-3", TokenGroup.WRITER).put("after-the-read", "v");

        line(of("writer-3", "allowed"));

        assertThat(lines()).noneMatch(line -> line.getString("subject", "").equals("reader-2"));
    }

    @Test
    void a_flood_of_refusals_is_a_few_lines() throws IOException {
        // Not by bad tokens: those of all tests come from one address, and would hold each other back.
        var reader = client("reader-3", TokenGroup.READER);
        for (int i = 0; i < 300; i++) {
            reader.send("DELETE", "/v1/kv/flood", null);
        }
        client("writer-4", TokenGroup.WRITER).put("after-the-flood", "v");
        line(of("writer-4", "allowed"));

        assertThat(lines().stream()
                        .filter(line -> line.getString("path", "").equals("/v1/kv/flood"))
                        .count())
                .isLessThanOrEqualTo(20);
    }

    @Test
    void the_chain_goes_on_over_restarts_and_a_kill_and_whatever_is_done_to_it_is_found() throws IOException {
        var root = client("root-3", TokenGroup.ADMIN);
        root.send("POST", "/v1/cluster/snapshot", null);
        line(of("root-3", "allowed"));
        cluster.stop("n1");
        assertThat(verify()).isZero();
        cluster.start("n1");
        cluster.awaitReady(Clusters.START_PATIENCE);
        root.send("POST", "/v1/cluster/snapshot", null);
        cluster.kill("n1");
        var file = DIRECTORY.resolve("audit.jsonl");
        Files.writeString(file, "{\"seq\":99,\"prev\":\"to", StandardOpenOption.APPEND);
        assertThat(verify()).isEqualTo(3);

        cluster.start("n1");
        cluster.awaitReady(Clusters.START_PATIENCE);

        var recovered = line(line -> line.getString("event").equals("recovered"));
        assertThat(recovered.getInt("cutBytes")).isEqualTo(20);
        assertThat(verify()).isZero();
        assertThat(lines().stream().filter(line -> line.getString("event").equals("started")))
                .hasSize(3);
        assertThat(lines().stream().filter(of("root-3", "begun"))).hasSize(2);
        tamper();
    }

    /** In copies, so that the server's own stays whole. */
    private static void tamper() throws IOException {
        var copy = Clusters.emptied("audit-copy");
        Files.createDirectories(copy);
        var log = copy.resolve("audit.jsonl");
        var original = Files.readString(DIRECTORY.resolve("audit.jsonl"));
        var whole = original.substring(0, original.lastIndexOf('\n') + 1);
        var lines = whole.lines().toList();
        for (int i = 0; i < lines.size() - 1; i++) {
            var rest = new ArrayList<>(lines);
            rest.remove(i);
            // Without its first line a log may be one whose oldest files are gone.
            assertThat(verify(log, rest)).as("line %s is missing", i).isEqualTo(i == 0 ? 0 : 3);
            var changed = new ArrayList<>(lines);
            changed.set(i, lines.get(i).replace("\"node\":\"n1\"", "\"node\":\"n2\""));
            assertThat(verify(log, changed)).as("line %s is changed", i).isEqualTo(3);
        }
        var last = lines.get(lines.size() - 1);
        var hash = last.substring(last.length() - 66, last.length() - 2);
        assertThat(verify(log, lines, "--expect-last", hash)).isZero();
        assertThat(verify(log, lines.subList(0, lines.size() - 1))).isZero();
        assertThat(verify(log, lines.subList(0, lines.size() - 1), "--expect-last", hash))
                .isEqualTo(3);
    }

    private static int verify(Path log, List<String> lines, String... more) throws IOException {
        Files.writeString(log, String.join("\n", lines) + "\n");
        var arguments = new ArrayList<>(List.of("audit", "verify", log.toString()));
        arguments.addAll(List.of(more));
        return Concord.commandLine().execute(arguments.toArray(String[]::new));
    }

    @Test
    void what_cannot_be_recorded_is_not_done_by_administrators_and_everything_else_goes_on() throws IOException {
        var root = client("root-4", TokenGroup.ADMIN);
        var aside = DIRECTORY.resolveSibling("audit-log-aside");
        Files.move(DIRECTORY, aside);
        try {
            Files.writeString(DIRECTORY, "no directory");
            await().atMost(PATIENCE)
                    .until(() ->
                            root.send("GET", "/v1/tokens/revocations", null).statusCode() == 503);

            assertThat(Client.json(root.send("POST", "/v1/cluster/snapshot", null))
                            .getString("detail"))
                    .contains("concord.audit.fail-closed");
            assertThat(client("writer-5", TokenGroup.WRITER)
                            .put("meanwhile", "v")
                            .statusCode())
                    .isEqualTo(201);
        } finally {
            Files.deleteIfExists(DIRECTORY);
            Files.move(aside, DIRECTORY);
        }
        await().atMost(PATIENCE)
                .until(() -> root.send("POST", "/v1/cluster/snapshot", null).statusCode() == 200);
        line(of("writer-5", "allowed"));
        line(of("root-4", "failed").and(line -> line.getInt("status") == 503));
        assertThat(verify()).isZero();
    }
}
