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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code bin/concord doctor} on three real servers: whole, with one that is down, and with none that may be asked. */
class DoctorIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> IDS = List.of("n1", "n2", "n3");

    /** What does not depend on the machine that runs the tests: disks and clocks of others may be as they are. */
    private static final Set<String> OF_THE_CLUSTER =
            Set.of("leader", "quorum", "vote", "lag", "state", "port", "log", "memory", "certificate", "version");

    private static final LocalCluster CLUSTER = Clusters.of(3, "doctor");

    @BeforeEach
    void start() {
        IDS.stream().filter(id -> !CLUSTER.isRunning(id)).forEach(CLUSTER::start);
        CLUSTER.awaitReady(Clusters.START_PATIENCE);
        Clusters.leader(CLUSTER, IDS, PATIENCE);
    }

    @AfterAll
    static void close() {
        CLUSTER.close();
    }

    private static Shell.Ended doctor(String token, String... more) throws IOException {
        var endpoints = CLUSTER.endpoints().stream().map(URI::toString).collect(Collectors.joining(","));
        var shell = new Shell(Map.of("CONCORD_ENDPOINTS", endpoints, "CONCORD_TOKEN", token));
        var arguments = new String[more.length + 1];
        arguments[0] = "doctor";
        System.arraycopy(more, 0, arguments, 1, more.length);
        return shell.concord(arguments);
    }

    private static String token(TokenGroup group) {
        return CLUSTER.tokens().mint("operator", group, Duration.ofHours(1));
    }

    private static JsonObject report(Shell.Ended ended) {
        try (var reader = Json.createReader(new StringReader(ended.out()))) {
            return reader.readObject();
        }
    }

    private static List<JsonObject> findings(JsonObject report, String check) {
        return report.getJsonArray("findings").getValuesAs(JsonObject.class).stream()
                .filter(finding -> finding.getString("check").equals(check))
                .toList();
    }

    @Test
    void a_reader_examines_every_member_of_a_whole_cluster() throws IOException {
        var ended = await().atMost(PATIENCE)
                .until(
                        () -> doctor(token(TokenGroup.READER), "--output", "json"),
                        // Reports of a member that has just joined come twice a second.
                        seen -> findings(report(seen), "vote").size() == 3
                                && findings(report(seen), "lag").size() == 3);
        var report = report(ended);

        assertThat(ended.exitCode()).isEqualTo(report.getString("result").equals("ok") ? 0 : 3);
        for (var check : OF_THE_CLUSTER) {
            assertThat(findings(report, check))
                    .as(check)
                    .isNotEmpty()
                    .allMatch(finding -> finding.getString("result").equals("ok"));
        }
        for (var check : List.of("answer", "quorum", "state", "fsync", "disk", "log", "memory")) {
            assertThat(findings(report, check))
                    .as(check)
                    .extracting(finding -> finding.getString("subject"))
                    .containsExactlyElementsOf(IDS);
        }
        assertThat(findings(report, "round-trip")).hasSize(6).allMatch(finding -> {
            var millis = finding.getJsonNumber("value").doubleValue();
            return millis > 0 && millis < 1_000 && finding.getString("unit").equals("ms");
        });
        assertThat(findings(report, "certificate")).hasSize(6);
        // All on one machine: their clocks are one.
        assertThat(findings(report, "clock"))
                .hasSize(4)
                .allMatch(finding -> finding.getString("result").equals("ok"));
    }

    @Test
    void people_get_a_table_and_what_to_do() throws IOException {
        var ended = doctor(token(TokenGroup.ADMIN));

        assertThat(ended.out())
                .startsWith("RESULT")
                .containsPattern("ok +leader +cluster n[123] in term [0-9]+")
                .containsPattern("ok +round-trip +n1 to n2 .* ms; n1 to n3 .* ms; ")
                .containsPattern("ok +certificate +n1 https [0-9.]+ days left; n1 cluster ");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void a_member_that_is_down_is_named_with_its_port_and_the_others_are_examined() throws IOException {
        CLUSTER.kill("n3");

        var ended = await().atMost(PATIENCE)
                .until(
                        () -> doctor(token(TokenGroup.ADMIN), "--output", "json"),
                        seen -> findings(report(seen), "quorum").stream()
                                        .allMatch(finding -> finding.getInt("value") == 2)
                                && findings(report(seen), "leader")
                                        .get(0)
                                        .getString("result")
                                        .equals("ok"));

        assertThat(ended.exitCode()).isEqualTo(3);
        var report = report(ended);
        assertThat(report.getString("result")).isEqualTo("problem");
        assertThat(findings(report, "answer"))
                .filteredOn(finding -> finding.getString("result").equals("problem"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.getString("subject"))
                            .isEqualTo(CLUSTER.endpoint("n3").toString());
                    assertThat(finding.getString("measured")).isEqualTo("nothing listens there");
                    assertThat(finding.getString("advice")).contains("start it");
                });
        assertThat(findings(report, "port"))
                .filteredOn(finding -> finding.getString("result").equals("problem"))
                .hasSize(2)
                .allSatisfy(finding -> {
                    assertThat(finding.getString("peer")).isEqualTo("n3");
                    assertThat(finding.getString("measured"))
                            .isEqualTo("nothing listens at 127.0.0.1:"
                                    + CLUSTER.layout().node("n3").clusterPort());
                });
        assertThat(findings(report, "quorum"))
                .hasSize(2)
                .allMatch(finding -> finding.getString("result").equals("warning")
                        && finding.getString("advice").contains("no maintenance"));
        assertThat(findings(report, "disk"))
                .extracting(finding -> finding.getString("subject"))
                .containsExactly("n1", "n2");
    }

    @Test
    void who_may_not_is_refused_by_all() throws IOException {
        var stranger = CLUSTER.tokens()
                .sign(CLUSTER.tokens()
                        .claims("stranger", TokenGroup.READER, Duration.ofHours(1))
                        .with("groups", List.of("others")));

        var ended = doctor(stranger);

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("concord: no member could be examined: ")
                .contains("(forbidden, 403)");
    }
}
