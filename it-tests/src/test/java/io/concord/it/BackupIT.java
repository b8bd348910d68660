package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupReader;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.RecordFormat;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups and restores as an operator makes them, of three servers and into another one. */
class BackupIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A million with the profile {@code soak}. */
    private static final int ENTRIES = Integer.getInteger("backup.entries", 100_000);

    private static final int PUTS = 500;

    private static final LocalCluster CLUSTER = Clusters.of(3, "backup");
    private static final LocalCluster OTHER = Clusters.of(1, "restored");
    private static final Path DIRECTORY = Path.of("target", "backups").toAbsolutePath();

    @BeforeAll
    static void start() throws IOException {
        CLUSTER.startAllAndAwaitReady(Clusters.START_PATIENCE);
        OTHER.startAllAndAwaitReady(Clusters.START_PATIENCE);
        fill(admin("n1"));
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
        OTHER.close();
    }

    @BeforeEach
    void empty_the_directory() throws IOException {
        Clusters.delete(DIRECTORY);
        Files.createDirectories(DIRECTORY);
        ALL.stream().filter(id -> !CLUSTER.isRunning(id)).forEach(CLUSTER::start);
        CLUSTER.awaitReady(Clusters.START_PATIENCE);
    }

    private static void fill(Client node) throws IOException {
        var value = "x".repeat(40);
        for (int from = 0; from < ENTRIES; from += PUTS) {
            var puts = new StringBuilder();
            for (int i = from; i < from + PUTS; i++) {
                puts.append(i == from ? "" : ",")
                        .append("{\"op\":\"put\",\"key\":\"bulk/")
                        .append(i)
                        .append("\",\"value\":\"")
                        .append(value)
                        .append("\"}");
            }
            assertThat(node.transact("{\"then\":[" + puts + "]}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void backups_while_money_moves_are_each_of_one_revision_and_the_oldest_goes() throws IOException {
        var files = new ArrayList<Path>();
        try (var bank = Bank.open(CLUSTER, ALL)) {
            for (var node : ALL) {
                var moved = bank.moved();
                await().atMost(PATIENCE).until(() -> bank.moved() > moved + 5);
                var created = shell(CLUSTER.endpoint(node))
                        .concord(
                                "backup",
                                "create",
                                "--dir",
                                DIRECTORY.toString(),
                                "--keep-count",
                                "2",
                                "--output",
                                "json");
                assertThat(created.exitCode()).as(created.err()).isZero();
                files.add(Path.of(Client.json(created.out()).getString("file")));
            }
            bank.finish();
        }

        assertThat(files.get(0)).doesNotExist();
        for (var file : files.subList(1, 3)) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            var verified = verified(file);
            var seen = new HashSet<Long>();
            assertThat(moneyIn(file, seen)).isEqualTo(Bank.SUM);
            assertThat(seen).allMatch(revision -> revision <= number(verified, "revision"));
            assertThat(file.getFileName()).asString().endsWith("Z-r" + number(verified, "revision") + ".backup");
            assertThat(number(verified, "entries")).isGreaterThanOrEqualTo(ENTRIES + Bank.ACCOUNTS);
        }
        var listed = shell(CLUSTER).concord("backup", "list", "--dir", DIRECTORY.toString(), "--output", "json");
        assertThat(Client.json(listed.out()).getJsonArray("backups").stream()
                        .map(JsonValue::asJsonObject)
                        .map(item -> DIRECTORY.resolve(item.getString("name"))))
                .containsExactly(files.get(2), files.get(1));
        assertDamageIsFound(files.get(2));
    }

    private static void assertDamageIsFound(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var bad = DIRECTORY.resolve("bad");
        for (int at : new int[] {9, bytes.length / 2, bytes.length - 1}) {
            bytes[at] ^= 1;
            Files.write(bad, bytes);
            bytes[at] ^= 1;
            var damaged = shell(CLUSTER).concord("backup", "verify", bad.toString());
            assertThat(damaged.exitCode()).as(damaged.err()).isEqualTo(3);
            assertThat(damaged.err())
                    .contains("bad: ")
                    .contains("Do not restore it")
                    .doesNotContain("Exception");
        }
        Files.write(bad, Arrays.copyOf(bytes, bytes.length - 1));
        var refused = shell(OTHER).concord("backup", "restore", bad.toString(), "--force");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
    }

    @Test
    void whoever_is_no_administrator_gets_no_backup_and_restores_none() throws IOException {
        var file = created(CLUSTER);
        var writer = Shell.of(CLUSTER, TokenGroup.WRITER, CLUSTER.endpoints());

        var create = writer.concord(
                "backup", "create", "--dir", DIRECTORY.resolve("none").toString());
        var restore = writer.concord("backup", "restore", file.toString(), "--force");

        assertThat(create.exitCode()).as(create.err()).isEqualTo(4);
        assertThat(create.err()).contains("forbidden");
        assertThat(DIRECTORY.resolve("none")).isEmptyDirectory();
        assertThat(restore.exitCode()).as(restore.err()).isEqualTo(4);
        assertThat(restore.err()).contains("forbidden");
        var client = SharedCluster.client(CLUSTER, "n1", TokenGroup.WRITER);
        for (var request : List.of(
                "GET /v1/cluster/backup",
                "GET /v1/cluster/restore",
                "POST /v1/cluster/restore",
                "PUT /v1/cluster/restore/1/0",
                "POST /v1/cluster/restore/1/finish",
                "DELETE /v1/cluster/restore/1")) {
            var parts = request.split(" ", 2);
            assertThat(client.send(parts[0], parts[1], null).statusCode())
                    .as(request)
                    .isEqualTo(403);
        }
    }

    /** The limit of a process on the size of its files is to it what a full disk is. */
    @Test
    void a_full_disk_leaves_no_file_and_removes_none() throws IOException {
        var before = created(CLUSTER);

        var failed = shell(CLUSTER)
                .start("ulimit -f 2048; exec "
                        + Shell.command(
                                "concord", "backup", "create", "--dir", DIRECTORY.toString(), "--keep-count", "1"))
                .await();

        assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
        assertThat(failed.err())
                .contains("could not be written to " + DIRECTORY)
                .doesNotContain("Exception");
        assertThat(DIRECTORY).isDirectoryContaining(before::equals);
        try (var files = Files.list(DIRECTORY)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void many_entries_are_the_same_in_another_cluster_which_is_not_overwritten_unasked() throws IOException {
        var file = created(CLUSTER);
        var digest = verified(file).getString("digest");
        assertThat(empty(OTHER).statusCode()).isEqualTo(200);

        var restored = shell(OTHER).concord("backup", "restore", file.toString(), "--output", "json");

        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.err()).contains("restore: ", "(100 %)");
        assertThat(Client.json(restored.out()).getString("digest")).isEqualTo(digest);
        var again = verified(created(OTHER));
        assertThat(again.getString("digest")).isEqualTo(digest);
        assertThat(again.getString("clusterId")).isNotEqualTo(verified(file).getString("clusterId"));
        assertThat(number(again, "entries")).isEqualTo(number(verified(file), "entries"));

        var refused = shell(OTHER).concord("backup", "restore", file.toString());
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(4);
        assertThat(refused.err()).contains("the store holds").contains("force");
        assertThat(verified(created(OTHER)).getString("digest")).isEqualTo(digest);

        var forced = shell(OTHER).concord("backup", "restore", file.toString(), "--force");
        assertThat(forced.exitCode()).as(forced.err()).isZero();
        assertThat(verified(created(OTHER)).getString("digest")).isEqualTo(digest);
    }

    @Test
    void a_restore_under_load_survives_the_loss_of_the_leader_in_its_middle() throws IOException {
        var written = admin("n1").put("before", "1", "Idempotency-Key", "written-before");
        Path file;
        long revision;
        try (var bank = Bank.open(CLUSTER, ALL)) {
            await().atMost(PATIENCE).until(() -> bank.moved() > 10);
            file = created(CLUSTER);
            assertThat(admin("n2").put("after", "gone").statusCode()).isEqualTo(201);
            revision = Client.revision(admin("n2").put("after", "gone"));

            var restoring =
                    shell(CLUSTER).start(Shell.command("concord", "backup", "restore", file.toString(), "--force"));
            await().atMost(PATIENCE).ignoreExceptions().until(() -> restoreSequence() >= 3);
            assertThat(admin("n1").get("after").statusCode()).isEqualTo(200);
            var leader = Clusters.leader(CLUSTER, ALL, PATIENCE);
            CLUSTER.kill(leader);
            var ended = restoring.await();

            assertThat(ended.exitCode()).as(ended.err()).isZero();
            CLUSTER.start(leader);
            CLUSTER.awaitReady(Clusters.START_PATIENCE);
            var moved = bank.moved();
            await().atMost(PATIENCE).until(() -> bank.moved() > moved + 5);
            bank.finish();
        }
        var digests = new HashSet<String>();
        for (var node : ALL) {
            var client = admin(node);
            assertThat(client.get("after").statusCode()).isEqualTo(404);
            assertThat(client.get("bulk/" + (ENTRIES - 1)).statusCode()).isEqualTo(200);
            assertThat(Bank.sumOfRange(client)).isEqualTo(Bank.SUM);
            var gone = client.send("GET", "/v1/watch?from-revision=" + revision, null);
            assertThat(gone.statusCode()).isEqualTo(410);
            assertThat(Client.code(gone)).isEqualTo("compacted");
            var replayed = client.put("before", "1", "Idempotency-Key", "written-before");
            assertThat(Client.header(replayed, "Concord-Replayed")).isEqualTo("true");
            assertThat(Client.header(replayed, "ETag")).isEqualTo(Client.header(written, "ETag"));
            digests.add(
                    verified(created(List.of(CLUSTER.endpoint(node)), CLUSTER)).getString("digest"));
        }
        assertThat(digests).hasSize(1);
    }

    @Test
    void a_restore_whose_client_is_lost_shows_nothing_outlives_a_kill_of_all_nodes_and_may_be_aborted()
            throws IOException {
        var file = created(CLUSTER);
        var digest = verified(file).getString("digest");
        var restoring = shell(CLUSTER)
                .start("exec " + Shell.command("concord", "backup", "restore", file.toString(), "--force"));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> restoreSequence() >= 2);
        restoring.process().destroyForcibly();
        ALL.forEach(CLUSTER::kill);
        ALL.forEach(CLUSTER::start);
        CLUSTER.awaitReady(Clusters.START_PATIENCE);

        var underWay = restore();
        var occupied = shell(CLUSTER).concord("backup", "restore", file.toString(), "--force");

        assertThat(occupied.exitCode()).as(occupied.err()).isEqualTo(4);
        assertThat(occupied.err()).contains("restore " + underWay.getInt("id") + " is under way");
        assertThat(verified(created(CLUSTER)).getString("digest")).isEqualTo(digest);
        assertThat(admin("n2")
                        .send("DELETE", "/v1/cluster/restore/" + underWay.getInt("id"), null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(Client.json(admin("n3").send("GET", "/v1/cluster/restore", null)))
                .doesNotContainKey("restore");
    }

    /** A cluster without its rules would let every reader read everything. */
    @Test
    void whom_a_rule_keeps_out_stays_out_after_a_restore_and_no_restore_undoes_the_rules_of_its_cluster()
            throws IOException {
        assertThat(admin("n1").put("secret", "v").statusCode()).isBetween(200, 201);
        assertThat(empty(OTHER).statusCode()).isEqualTo(200);
        try {
            putRule(CLUSTER, "writers", "concord-writer");
            assertThat(bob(CLUSTER).get("secret").statusCode()).isEqualTo(403);
            assertThat(bob(OTHER).get("secret").statusCode()).as("by his role").isEqualTo(404);
            var file = created(CLUSTER);
            assertThat(verified(file).getInt("rules")).isEqualTo(1);

            var restored = shell(OTHER).concord("backup", "restore", file.toString(), "--force");

            assertThat(restored.exitCode()).as(restored.err()).isZero();
            assertThat(restored.out()).contains("The cluster had no rules; those of the backup are in force.");
            assertThat(bob(OTHER).get("secret").statusCode()).isEqualTo(403);
            assertThat(SharedCluster.client(OTHER, "n1", TokenGroup.WRITER)
                            .get("secret")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(verified(created(OTHER)).getInt("rules")).isEqualTo(1);

            putRule(OTHER, "writers", "concord-nobody");
            var again = shell(OTHER).concord("backup", "restore", file.toString(), "--force", "--output", "json");

            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(Client.json(again.out()).getInt("rules")).isZero();
            assertThat(Client.json(again.out()).getInt("rulesLeftOut")).isEqualTo(1);
            assertThat(SharedCluster.client(OTHER, "n1", TokenGroup.WRITER)
                            .get("secret")
                            .statusCode())
                    .as("revoked since the backup")
                    .isEqualTo(403);
        } finally {
            forgetRules(CLUSTER);
            forgetRules(OTHER);
        }
    }

    private static Client bob(LocalCluster cluster) {
        return new Client(cluster.endpoint("n1"), cluster.tokens().mint("bob", TokenGroup.READER, Duration.ofHours(1)));
    }

    private static void putRule(LocalCluster cluster, String name, String group) throws IOException {
        var rule = "{\"groups\":[\"" + group + "\"],\"grants\":[{\"namespace\":\"*\",\"key\":\"**\","
                + "\"verbs\":[\"read\"]}]}";
        var put = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN).sendJson("PUT", "/v1/rules/" + name, rule);
        assertThat(put.statusCode()).as(Client.text(put)).isBetween(200, 201);
    }

    private static void forgetRules(LocalCluster cluster) throws IOException {
        var client = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
        var rules = Client.json(client.send("GET", "/v1/rules", null)).getJsonArray("rules");
        for (var rule : rules.getValuesAs(JsonObject.class)) {
            client.send("DELETE", "/v1/rules/" + rule.getString("name"), null);
        }
    }

    @Test
    void the_nightly_script_makes_one_and_keeps_some() throws IOException {
        var first = created(CLUSTER);
        var line = Shell.command("concord-nightly-backup", DIRECTORY.toString(), "1", "1");

        var ended = shell(CLUSTER).start(line).await();

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        var made = Client.json(ended.out());
        assertThat(verified(Path.of(made.getString("file"))).getString("digest"))
                .isEqualTo(made.getString("digest"));
        assertThat(first).as("of today, so kept").exists();
        assertThat(shell(CLUSTER)
                        .start(Shell.command("concord-nightly-backup"))
                        .await()
                        .exitCode())
                .isEqualTo(2);
    }

    private static int restoreSequence() throws IOException {
        return restore().getInt("sequence");
    }

    private static JsonObject restore() throws IOException {
        return Client.json(admin("n2").send("GET", "/v1/cluster/restore", null)).getJsonObject("restore");
    }

    private static HttpResponse<byte[]> empty(LocalCluster cluster) throws IOException {
        return SharedCluster.client(cluster, "n1", TokenGroup.ADMIN).send("DELETE", "/v1/kv?prefix=", null);
    }

    private static int moneyIn(Path file, Set<Long> revisions) throws IOException {
        int money = 0;
        try (var in = Files.newInputStream(file)) {
            var reader = new BackupReader(in);
            for (byte[] bytes = reader.next(); bytes != null; bytes = reader.next()) {
                if (RecordFormat.decode(bytes) instanceof BackupRecord.Stored stored) {
                    revisions.add(stored.entry().revision());
                    if (stored.entry().key().text().startsWith("account/")) {
                        money += Integer.parseInt(
                                new String(stored.entry().value().toByteArray(), StandardCharsets.US_ASCII));
                    }
                }
            }
            BackupHeader header = reader.header();
            assertThat(header.cluster()).isEqualTo("backup");
        }
        return money;
    }

    private static long number(JsonObject object, String name) {
        return object.getJsonNumber(name).longValueExact();
    }

    private static Path created(LocalCluster cluster) throws IOException {
        return created(cluster.endpoints(), cluster);
    }

    private static Path created(List<URI> endpoints, LocalCluster cluster) throws IOException {
        var created = Shell.of(cluster, TokenGroup.ADMIN, endpoints)
                .concord("backup", "create", "--dir", DIRECTORY.toString(), "--output", "json", "--timeout", "60s");
        assertThat(created.exitCode()).as(created.err()).isZero();
        return Path.of(Client.json(created.out()).getString("file"));
    }

    private static JsonObject verified(Path file) throws IOException {
        var verified = new Shell(Map.of()).concord("backup", "verify", file.toString(), "--output", "json");
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        return Client.json(verified.out());
    }

    private static Shell shell(LocalCluster cluster) {
        return Shell.of(cluster, TokenGroup.ADMIN, cluster.endpoints());
    }

    private static Shell shell(URI endpoint) {
        return Shell.of(CLUSTER, TokenGroup.ADMIN, List.of(endpoint));
    }

    private static Client admin(String node) {
        return SharedCluster.client(CLUSTER, node, TokenGroup.ADMIN);
    }
}
