package io.concord.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.concord.cli.Concord;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.FakeEndpoints;
import io.concord.core.access.Grant;
import io.concord.core.access.Grantee;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Rule;
import io.concord.core.access.Verb;
import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupWriter;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-30T02:15:00Z");

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeEndpoints endpoints = new FakeEndpoints();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** What a fake node does. */
    private interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    @AfterEach
    void stop() {
        endpoints.close();
    }

    @Test
    void every_damaged_byte_and_every_cut_of_a_backup_is_found() throws IOException {
        byte[] whole = backup("c1", NOW, 9);
        var file = directory.resolve("a.backup");
        Files.write(file, whole);
        assertThat(concord("verify", file.toString(), "--output", "json")).isZero();
        assertThat(out.toString())
                .contains("\"revision\":9", "\"entries\":1", "\"namespaces\":1", "\"rules\":1", "\"digest\":\"");

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertThat(concord("verify", file.toString())).as("byte %d", i).isEqualTo(3);
            Files.write(file, Arrays.copyOf(whole, i));
            assertThat(concord("verify", file.toString())).as("cut at %d", i).isEqualTo(3);
        }
        assertThat(err.toString()).contains(file + ": backup has", "Do not restore it");
        assertThat(concord("verify", directory.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no " + directory.resolve("none"));
    }

    @Test
    void a_backup_appears_whole_and_private_and_tells_its_time_and_revision() throws IOException {
        var node = serving(backup("c1", NOW, 12_345));

        assertThat(concord("create", "--endpoint", node, "--dir", directory.toString()))
                .as(err.toString())
                .isZero();

        var file = directory.resolve("concord-20261130T021500Z-r12345.backup");
        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllBytes(file)).isEqualTo(backup("c1", NOW, 12_345));
        assertThat(out.toString()).contains(file.toString(), "12345", "2026-11-30T02:15:00Z");
        assertThat(out.toString().lines()).anyMatch(line -> line.matches("rules +1"));
    }

    @Test
    void a_node_that_is_lost_on_the_way_is_followed_by_the_next() throws IOException {
        byte[] whole = backup("c1", NOW, 9);
        int[] asked = {0};
        var flaky = node(exchange -> {
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole, 0, asked[0]++ == 0 ? 30 : whole.length);
        });

        assertThat(concord("create", "--endpoint", flaky, "--dir", directory.toString()))
                .as(err.toString())
                .isZero();

        assertThat(heard).hasSize(2);
        assertThat(names()).containsExactly("concord-20261130T021500Z-r9.backup");
    }

    @Test
    void what_is_cut_or_damaged_leaves_no_file_and_removes_none() throws IOException {
        var old = write(backup("c1", NOW.minus(Duration.ofDays(90)), 1));
        byte[] damaged = backup("c1", NOW, 9);
        damaged[60] ^= 1;

        assertThat(concord("create", "--endpoint", serving(damaged), "--dir", directory.toString(), "--keep-days", "1"))
                .isEqualTo(3);
        assertThat(concord(
                        "create",
                        "--endpoint",
                        serving(Arrays.copyOf(damaged, 40)),
                        "--dir",
                        directory.toString(),
                        "--keep-count",
                        "1"))
                .isEqualTo(3);
        var refusing = node(exchange -> {
            byte[] body = "{\"code\":\"forbidden\",\"effect\":\"refused\",\"detail\":\"no\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, body.length);
            exchange.getResponseBody().write(body);
        });
        assertThat(concord("create", "--endpoint", refusing, "--dir", directory.toString()))
                .isEqualTo(4);

        assertThat(names()).containsExactly(String.valueOf(old.getFileName()));
    }

    @Test
    void old_backups_of_the_same_cluster_go_and_all_else_stays() throws IOException {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var ancient = write(backup("c1", now.minus(Duration.ofDays(40)), 1));
        var old = write(backup("c1", now.minus(Duration.ofDays(9)), 2));
        var young = write(backup("c1", now.minus(Duration.ofDays(2)), 3));
        var foreign = write(backup("c2", now.minus(Duration.ofDays(50)), 4));
        var broken = Files.write(directory.resolve("concord-20200101T000000Z-r1.backup"), new byte[3]);
        var other = Files.write(directory.resolve("notes.txt"), new byte[3]);

        var node = serving(backup("c1", now, 9));
        assertThat(concord(
                        "create",
                        "--endpoint",
                        node,
                        "--dir",
                        directory.toString(),
                        "--keep-days",
                        "7",
                        "--keep-count",
                        "3"))
                .isZero();

        assertThat(ancient).doesNotExist();
        assertThat(old).as("one of the newest three").exists();
        assertThat(young).exists();
        assertThat(foreign).exists();
        assertThat(broken).exists();
        assertThat(other).exists();
        assertThat(concord("create", "--endpoint", node, "--dir", directory.toString(), "--keep-days", "7"))
                .isZero();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(concord("create", "--endpoint", node, "--dir", directory.toString(), "--keep-count", "1"))
                .isZero();
        assertThat(young).doesNotExist();

        assertThat(concord("list", "--dir", directory.toString())).isZero();
        assertThat(out.toString().lines()).hasSize(4).first().asString().startsWith("NAME");
        assertThat(out.toString()).contains("damaged", "-r9.backup", "orders").doesNotContain("notes.txt");
    }

    @Test
    void a_list_has_what_each_says_of_itself_and_tells_what_has_no_end() throws IOException {
        var whole = write(backup("c1", NOW, 9));
        var cut = write(backup("c1", NOW.minusSeconds(1), 8));
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 200));

        assertThat(concord("list", "--dir", directory.toString())).isZero();

        assertThat(out.toString().lines())
                .satisfiesExactly(
                        heading -> assertThat(heading.split(" +"))
                                .containsExactly("NAME", "CREATED", "REVISION", "ENTRIES", "RULES", "BYTES", "CLUSTER"),
                        first -> assertThat(first.split(" +"))
                                .containsExactly(
                                        String.valueOf(whole.getFileName()),
                                        NOW.toString(),
                                        "9",
                                        "1",
                                        "1",
                                        Long.toString(Files.size(whole)),
                                        "orders"),
                        second -> assertThat(second.split(" +"))
                                .containsExactly(
                                        String.valueOf(cut.getFileName()), "-", "-", "-", "-", "200", "damaged"));
        assertThat(concord("list", "--dir", directory.toString(), "--output", "json"))
                .isZero();
        assertThat(out.toString()).contains("\"entries\":1,\"rules\":1,", "backup has no end: it is cut or damaged");
    }

    @Test
    void rules_that_make_no_sense_are_wrong_usage() {
        assertThat(concord("create", "--endpoint", "http://127.0.0.1:1", "--file", "x", "--keep-days", "1"))
                .isEqualTo(2);
        assertThat(concord("create", "--endpoint", "http://127.0.0.1:1", "--dir", "x", "--keep-count", "0"))
                .isEqualTo(2);
        assertThat(concord("create", "--endpoint", "http://127.0.0.1:1")).isEqualTo(2);
    }

    @Test
    void a_restore_begins_sends_all_records_and_ends_with_the_totals() throws IOException {
        var file = write(backup("c1", NOW, 9));
        var node = restoring("\"rules\":1,\"rulesLeftOut\":0");

        assertThat(concord("restore", file.toString(), "--endpoint", node, "--force", "--output", "json"))
                .as(err.toString())
                .isZero();

        assertThat(heard).hasSize(3);
        assertThat(heard.get(0))
                .startsWith("POST /v1/cluster/restore {\"revision\":9,")
                .contains("\"force\":true");
        assertThat(heard.get(1)).startsWith("PUT /v1/cluster/restore/7/0 ").contains("greeting");
        assertThat(heard.get(2))
                .startsWith("POST /v1/cluster/restore/7/finish {\"entries\":1,\"namespaces\":1")
                .contains("\"rules\":1");
        assertThat(out.toString()).contains("\"revision\":1000000009", "\"rules\":1,\"rulesLeftOut\":0");
    }

    @Test
    void a_restore_says_whose_rules_are_in_force() throws IOException {
        var file = write(backup("c1", NOW, 9)).toString();

        assertThat(concord("restore", file, "--endpoint", restoring("\"rules\":1,\"rulesLeftOut\":0")))
                .isZero();
        assertThat(out.toString())
                .contains("The cluster had no rules; those of the backup are in force.")
                .doesNotContain("left out");
        assertThat(concord("restore", file, "--endpoint", restoring("\"rules\":0,\"rulesLeftOut\":1")))
                .isZero();
        assertThat(out.toString()).contains("The cluster has rules, and they stay; those of the backup were left out");
        assertThat(out.toString().lines()).anyMatch(line -> line.matches("rulesLeftOut +1"));
        assertThat(concord("restore", file, "--endpoint", restoring("\"rules\":0,\"rulesLeftOut\":0")))
                .isZero();
        assertThat(out.toString()).contains("The backup has no rules; those of the cluster stay.");
    }

    /** A node that takes a restore and answers so. */
    private String restoring(String rules) throws IOException {
        return node(exchange -> {
            byte[] body = (exchange.getRequestURI().getPath().endsWith("/finish")
                            ? "{\"revision\":1000000009,\"entries\":1,\"namespaces\":1," + rules + ",\"digest\":\"d\"}"
                            : "{\"id\":7,\"sequence\":0}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    @Test
    void a_restore_that_is_refused_is_aborted_and_a_damaged_backup_is_not_sent_at_all() throws IOException {
        var file = write(backup("c1", NOW, 9));
        var node = node(exchange -> {
            boolean begins = exchange.getRequestURI().getPath().equals("/v1/cluster/restore");
            byte[] body = (begins
                            ? "{\"id\":7,\"sequence\":0}"
                            : "{\"code\":\"storage-full\",\"effect\":\"refused\",\"detail\":\"full\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(begins ? 201 : 507, body.length);
            exchange.getResponseBody().write(body);
        });

        assertThat(concord("restore", file.toString(), "--endpoint", node)).isEqualTo(4);

        assertThat(heard).hasSize(3);
        assertThat(heard.get(2)).startsWith("DELETE /v1/cluster/restore/7");
        assertThat(err.toString()).contains("full (storage-full, 507)");
        heard.clear();
        byte[] damaged = Files.readAllBytes(file);
        damaged[damaged.length - 1] ^= 1;
        Files.write(file, damaged);
        assertThat(concord("restore", file.toString(), "--endpoint", node)).isEqualTo(3);
        assertThat(heard).isEmpty();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private Path write(byte[] backup) throws IOException {
        var temporary = Files.write(directory.resolve("new"), backup);
        var header = new BackupFile(temporary).summary().header();
        return Files.move(temporary, directory.resolve(BackupName.of(header)));
    }

    /** With a rule and an entry. */
    static byte[] backup(String clusterId, Instant created, long revision) throws IOException {
        var out = new ByteArrayOutputStream();
        var header = new BackupHeader(clusterId, "orders", "n1", "1.2.3", created.toEpochMilli(), revision, 5_000);
        var writer = BackupWriter.begin(out, header);
        var everything = new Grant(NamespacePattern.ALL, KeyPattern.ALL, Set.of(Verb.READ));
        writer.write(
                new BackupRecord.Rule(new Rule("staff", List.of(new Grantee.Group("staff")), List.of(everything))));
        writer.write(new BackupRecord.Space(Namespace.DEFAULT, NamespaceSettings.NONE));
        writer.write(new BackupRecord.Stored(new Entry(
                new Key("greeting"),
                Value.of("hello".getBytes(StandardCharsets.UTF_8), "text/plain"),
                1,
                1,
                1,
                new Author("", "alice"),
                0,
                Lifetime.FOREVER)));
        writer.finish();
        return out.toByteArray();
    }

    private String serving(byte[] bytes) throws IOException {
        return node(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(bytes);
        });
    }

    private String node(Handler handler) throws IOException {
        return endpoints
                .open(exchange -> {
                    heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    handler.answer(exchange);
                })
                .toString();
    }

    private int concord(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        return Concord.commandLine(terminal).execute(withCommand(arguments));
    }

    private static String[] withCommand(String... arguments) {
        var all = new ArrayList<>(List.of("backup"));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
