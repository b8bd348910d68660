package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Tens of thousands of bad requests, each a function of a seed and its number, against a real server that checks tokens.
 * {@code -Dfuzz.seed=} chooses others, {@code -Dfuzz.requests=} more, {@code -Dfuzz.first=} where to begin.
 */
class BadRequestsIT {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int FIRST = Integer.getInteger("fuzz.first", 0);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 50_000);
    private static final int FAILURES_SHOWN = 5;

    /** An error or a stack trace in any of the container's formats. */
    static final Pattern ALARM = Pattern.compile(
            "\\[ERROR.*|\\tat .*|\\[[^]]+] [0-9a-f]{8} .{57} E .*|\\{.*\"loglevel\":\"(?:ERROR|SEVERE|FATAL)\".*",
            Pattern.DOTALL);

    @Test
    void no_request_hurts_a_node_or_makes_it_tell_what_it_is_made_of() throws Exception {
        try (var cluster = Clusters.of(1, "fuzzed")) {
            cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
            var client = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
            var logs = new LogFiles(cluster.files("n1"));

            var failures = sendAll(cluster).failures();

            assertThat(failures.stream().limit(FAILURES_SHOWN))
                    .as("%d failures", failures.size())
                    .isEmpty();
            assertThat(client.send("GET", "/health/ready", null).statusCode()).isEqualTo(200);
            // What was there before may be gone: some of the requests are right, and one of those clears everything.
            assertThat(client.put("after", "value").statusCode()).isEqualTo(201);
            assertThat(Client.text(client.get("after"))).isEqualTo("value");
            checkLogs(logs);
        }
    }

    private static FuzzRun sendAll(LocalCluster cluster) throws Exception {
        var run = new FuzzRun(SEED, cluster.endpoint("n1"), cluster.tokens());
        var started = System.nanoTime();
        run.send(FIRST, REQUESTS);
        System.out.printf(
                "Fuzz: seed %d, requests %d to %d in %d s, answers %s%n",
                SEED, FIRST, FIRST + REQUESTS - 1, (System.nanoTime() - started) / 1_000_000_000, run.statuses());
        Files.write(Path.of("target", "fuzz-failures.txt"), run.failures());
        return run;
    }

    private static void checkLogs(LogFiles logs) throws IOException {
        assertThat(logs.news())
                .noneMatch(line -> line.startsWith(FuzzText.FORGED_LINE))
                .noneMatch(line -> ALARM.matcher(line).matches());
        assertThat(logs.incidents()).isEmpty();
    }
}
