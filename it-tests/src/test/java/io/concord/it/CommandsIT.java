package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code bin/concord} against a running cluster, as scripts and operators use it: what it prints, and how it ends. */
@ExtendWith(SharedCluster.class)
class CommandsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private record Result(int exitCode, String out, String err) {
        JsonObject json() {
            try (var reader = Json.createReader(new StringReader(out))) {
                return reader.readObject();
            }
        }
    }

    private final LocalCluster cluster;
    private final Path files;

    CommandsIT(LocalCluster cluster) throws IOException {
        this.cluster = cluster;
        files = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "commands");
    }

    private Process start(String group, Path out, Path err, String... arguments) throws IOException {
        var line = new ArrayList<String>();
        line.add(Clusters.projectHome().resolve("bin/concord").toString());
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .put(
                        "CONCORD_ENDPOINTS",
                        cluster.layout().endpoints().stream().map(URI::toString).collect(Collectors.joining(",")));
        builder.environment()
                .put(
                        "CONCORD_TOKEN",
                        cluster.tokens().mint("operator", TokenGroup.valueOf(group), Duration.ofHours(1)));
        builder.environment().put("HOME", files.toString());
        return builder.start();
    }

    private Result as(String group, String... arguments) throws IOException {
        var out = Files.createTempFile(files, "out", ".txt");
        var err = Files.createTempFile(files, "err", ".txt");
        var process = start(group, out, err, arguments);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running: " + String.join(" ", arguments));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Result concord(String... arguments) throws IOException {
        return as("ADMIN", arguments);
    }

    @Test
    void a_value_goes_in_and_comes_out_byte_for_byte() throws IOException {
        var bytes = new byte[] {0, (byte) 0xff, '\n', 'a'};
        var value = Files.write(files.resolve("value"), bytes);

        var put = concord("put", "cli/bytes", "--file", value.toString(), "--content-type", "application/x-test");
        assertThat(put.exitCode()).as(put.err()).isZero();

        var out = files.resolve("bytes.out");
        await().atMost(PATIENCE).until(() -> {
            var process = start("READER", out, files.resolve("bytes.err"), "get", "cli/bytes");
            return process.waitFor() == 0;
        });
        assertThat(out).hasBinaryContent(bytes);
        var described = concord("get", "cli/bytes", "--output", "json").json();
        assertThat(described.getString("encoding")).isEqualTo("base64");
        assertThat(described.getString("contentType")).isEqualTo("application/x-test");
        assertThat("revision " + described.getJsonNumber("revision"))
                .isEqualTo(put.out().strip());
    }

    @Test
    void conditions_and_absence_have_exit_codes_of_their_own() throws IOException {
        assertThat(concord("get", "cli/none").exitCode()).isEqualTo(7);
        assertThat(concord("put", "cli/lock", "me", "--if-absent").exitCode()).isZero();

        var second = concord("put", "cli/lock", "you", "--if-absent");
        assertThat(second.exitCode()).isEqualTo(4);
        assertThat(second.err())
                .startsWith("concord: entry 'cli/lock' is at revision ")
                .contains("(precondition-failed, 412)");
        assertThat(concord("delete", "cli/lock", "--if-revision", "1").exitCode())
                .isEqualTo(4);
        assertThat(concord("delete", "cli/lock").out()).isEqualTo("deleted 1\n");
        assertThat(concord("delete", "cli/lock").out()).isEqualTo("deleted 0\n");
    }

    @Test
    void a_range_is_listed_and_removed() throws IOException {
        for (var key : List.of("cli/list/a", "cli/list/b", "cli/list/c")) {
            concord("put", key, "v", "--tag", "cli-list");
        }

        var listed = concord("list", "--prefix", "cli/list/", "--limit", "2");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly("KEY", "cli/list/a", "cli/list/b");
        var json = concord("list", "--prefix", "cli/list/", "--values", "--output", "json");
        assertThat(json.out().lines()).hasSize(3).allMatch(line -> line.contains("\"value\":\"v\""));
        assertThat(concord("delete", "--tag", "cli-list", "--output", "json")
                        .json()
                        .getInt("deleted"))
                .isEqualTo(3);
    }

    @Test
    void a_watch_tells_what_happens_until_it_has_told_enough() throws Exception {
        var out = files.resolve("watch.out");
        var process =
                start("READER", out, files.resolve("watch.err"), "watch", "--prefix", "cli/watch/", "--count", "2");
        try {
            await().atMost(PATIENCE).until(() -> {
                concord("put", "cli/watch/x", "seen");
                return Files.readString(out).contains("cli/watch/x");
            });
            concord("delete", "cli/watch/x");

            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(out)).contains("put", "seen");
    }

    @Test
    void a_transaction_is_read_from_a_file() throws IOException {
        var file = Files.writeString(
                files.resolve("txn.json"), "{\"then\":[{\"op\":\"put\",\"key\":\"cli/txn\",\"value\":\"1\"}]}");

        assertThat(concord("txn", file.toString(), "--dry-run").json().getBoolean("succeeded"))
                .isTrue();
        assertThat(concord("get", "cli/txn").exitCode()).isEqualTo(7);
        assertThat(concord("txn", file.toString()).exitCode()).isZero();
        assertThat(concord("get", "cli/txn").out()).isEqualTo("1");
    }

    @Test
    void namespaces_come_and_go() throws IOException {
        var created = concord("namespace", "create", "cli-space", "--max-entries", "1", "--default-ttl", "1h");
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(concord("put", "-n", "cli-space", "a", "1").exitCode()).isZero();

        assertThat(concord("namespace", "list").out()).containsPattern("cli-space +1 +\\d+ +PT1H +1 ");
        assertThat(concord("put", "-n", "cli-space", "b", "1").err()).contains("storage-full");
        assertThat(concord("namespace", "clear", "cli-space").exitCode()).isZero();
        assertThat(concord("namespace", "delete", "cli-space").exitCode()).isZero();
        assertThat(concord("list", "-n", "cli-space").exitCode()).isEqualTo(7);
    }

    @Test
    void an_operator_sees_the_cluster_and_moves_the_leader() throws IOException {
        var status = concord("status");
        assertThat(status.exitCode()).as(status.err()).isZero();
        assertThat(status.out()).contains("CLUSTER", "ok", "n1", "n2", "n3", "leader");
        var before = concord("status", "--output", "json").json().getString("leader");

        var moved = concord("leader", "move", "--output", "json");
        assertThat(moved.exitCode()).as(moved.err()).isZero();
        var successor = moved.json().getString("successor");

        assertThat(successor).isNotEqualTo(before);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                concord("status", "--output", "json").json().getString("leader", ""))
                        .isEqualTo(successor));
        assertThat(concord("members").out()).contains("VOTER", "follower");
        assertThat(concord("snapshot").out().lines()).hasSize(3);
    }

    @Test
    void a_refusal_says_who_may() throws IOException {
        var refused = as("READER", "put", "cli/no", "1");

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("concord-writer", "(forbidden, 403)").doesNotContain("\tat ");
    }

    @Test
    void a_vote_is_taken_and_given_back() throws IOException {
        var follower =
                concord("status", "--output", "json").json().getString("leader").equals("n3") ? "n2" : "n3";
        try {
            var removed = concord("member", "remove", follower);
            assertThat(removed.exitCode()).as(removed.err()).isZero();
            assertThat(concord("members").out()).containsPattern(follower + " .* no +yes ");

            var refused = concord("member", "remove", "nobody");
            assertThat(refused.exitCode()).isIn(4, 7);
        } finally {
            var added = concord("member", "add", follower, "--wait", "60s");
            assertThat(added.exitCode()).as(added.err()).isZero();
        }
        assertThat(concord("members").out()).containsPattern(follower + " .* yes +yes ");
    }
}
