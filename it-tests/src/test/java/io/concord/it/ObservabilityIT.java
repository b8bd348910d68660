package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator sees of a healthy cluster: status, members, health, metrics. */
@ExtendWith(SharedCluster.class)
class ObservabilityIT {
    private final LocalCluster cluster;

    ObservabilityIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void every_node_names_the_same_leader_and_all_members() throws IOException {
        var leader = reader("n1").status().getString("leader");

        for (var id : List.of("n1", "n2", "n3")) {
            var status = reader(id).status();
            assertThat(status.getString("node")).isEqualTo(id);
            assertThat(status.getString("status")).isEqualTo("ok");
            assertThat(status.getString("leader")).isEqualTo(leader);
            assertThat(status.getString("role")).isEqualTo(id.equals(leader) ? "leader" : "follower");
            assertThat(status.getInt("majority")).isEqualTo(2);
            assertThat(status.getJsonArray("members").getValuesAs(JsonObject.class))
                    .extracting(member -> member.getString("id"), member -> member.getBoolean("reachable"))
                    .containsExactly(Tuple.tuple("n1", true), Tuple.tuple("n2", true), Tuple.tuple("n3", true));
        }
    }

    @Test
    void figures_move_with_what_is_written() throws IOException {
        var writer = SharedCluster.client(cluster, "n2", TokenGroup.WRITER);
        writer.delete("counted");
        var before = reader("n2").status();

        writer.put("counted", "12345");
        writer.get("counted");
        var after = reader("n2").status();

        assertThat(after.getInt("entries")).isEqualTo(before.getInt("entries") + 1);
        assertThat(after.getInt("bytes")).isGreaterThan(before.getInt("bytes") + "counted12345".length());
        assertThat(after.getInt("revision")).isEqualTo(before.getInt("revision") + 1);
        assertThat(after.getInt("commitIndex")).isGreaterThan(before.getInt("commitIndex"));
        assertThat(after.getInt("appliedIndex")).isEqualTo(after.getInt("commitIndex"));
        assertThat(after.getInt("uptimeMillis")).isGreaterThan(0);
        assertThat(after.getString("version")).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void members_report_their_role_and_come_to_no_lag() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var members = reader("n1").status().getJsonArray("members").getValuesAs(JsonObject.class);
            assertThat(members).allSatisfy(member -> {
                assertThat(member.getString("role")).isIn("leader", "follower");
                assertThat(member.getInt("lagEntries")).isZero();
            });
        });
    }

    @Test
    void metrics_are_for_those_with_a_token_and_count_requests() throws IOException {
        var writer = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        writer.put("measured", "value");
        writer.get("measured");
        writer.get("not there");

        var token = cluster.tokens().mint("prometheus", TokenGroup.READER, Duration.ofHours(1));
        var metrics = scrape(token);

        assertThat(scrape(null).statusCode()).isEqualTo(401);
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(Client.text(metrics).lines().filter(line -> !line.startsWith("#")))
                .anyMatch(line -> line.startsWith("concord_requests_total{")
                        && line.contains("operation=\"put\"")
                        && line.contains("result=\"ok\""))
                .anyMatch(line -> line.startsWith("concord_requests_total{")
                        && line.contains("operation=\"get\"")
                        && line.contains("result=\"not-found\""))
                .anyMatch(line -> line.startsWith("concord_request_seconds_count{"))
                .anyMatch(line -> line.startsWith("concord_apply_seconds_count") && value(line) > 0)
                .satisfiesOnlyOnce(line -> assertThat(line.startsWith("concord_raft_role{") && value(line) == 1)
                        .isTrue())
                .anyMatch(line -> line.startsWith("concord_raft_has_leader") && value(line) == 1)
                .anyMatch(line -> line.startsWith("concord_raft_term") && value(line) >= 1)
                .anyMatch(line -> line.startsWith("concord_raft_commit_index") && value(line) > 0)
                .anyMatch(line -> line.startsWith("concord_raft_reachable_voters") && value(line) == 3)
                .anyMatch(line -> line.startsWith("concord_store_entries") && value(line) > 0)
                .anyMatch(line -> line.startsWith("concord_store_bytes") && value(line) > 0)
                .anyMatch(line -> line.startsWith("concord_store_revision") && value(line) > 0)
                .anyMatch(line -> line.startsWith("concord_store_memory_bytes{") && value(line) > 0)
                .anyMatch(line -> line.startsWith("concord_store_memory_bytes_max{") && value(line) > 0)
                .anyMatch(line -> line.startsWith("concord_state_mismatch") && value(line) == 0)
                .anyMatch(line -> line.startsWith("concord_revocations") && value(line) >= 0)
                .anyMatch(line -> line.startsWith("concord_rate_limited_total{") && line.contains("limit=\"requests\""))
                .anyMatch(line -> line.startsWith("concord_audit_written_total") && value(line) >= 1)
                .anyMatch(line -> line.startsWith("concord_audit_lost_total") && value(line) == 0)
                .anyMatch(line -> line.startsWith("concord_audit_failing") && value(line) == 0)
                .anyMatch(line -> line.startsWith("concord_watchers") && value(line) == 0)
                .anyMatch(line -> line.startsWith("concord_watch_cuts_total{") && line.contains("reason=\"slow\""));
    }

    private Client reader(String id) {
        return SharedCluster.client(cluster, id, TokenGroup.READER);
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private HttpResponse<byte[]> scrape(@Nullable String token) throws IOException {
        return Client.overHttps(cluster.layout().node("n1").httpsPort(), token).send("GET", "/metrics", null);
    }
}
