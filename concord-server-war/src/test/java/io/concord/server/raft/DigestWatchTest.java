package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.core.command.Command;
import io.concord.server.TestWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Replicas whose states differ are found, and the wrong one serves nobody. */
class DigestWatchTest {
    private final List<String> diverged = new ArrayList<>();
    private final List<Boolean> told = new ArrayList<>();
    private final DigestWatch watch = new DigestWatch("n1", () -> 2, () -> told.add(diverged.isEmpty()), diverged::add);

    @Test
    void equal_states_are_no_reason_for_an_alarm() {
        watch.own(new DigestWatch.Checkpoint(5, "aa"));
        watch.reported("n2", new DigestWatch.Checkpoint(5, "aa"));
        watch.reported("n3", new DigestWatch.Checkpoint(6, "bb"));

        assertThat(watch.alarm()).isEmpty();
        assertThat(diverged).isEmpty();
    }

    @Test
    void a_member_that_a_majority_contradicts_is_the_wrong_one() {
        watch.own(new DigestWatch.Checkpoint(5, "bad"));
        watch.reported("n2", new DigestWatch.Checkpoint(5, "aa"));
        assertThat(watch.alarm()).isPresent();
        assertThat(diverged).isEmpty();

        watch.reported("n3", new DigestWatch.Checkpoint(5, "aa"));

        assertThat(diverged).hasSize(1).first().asString().contains("index 5");
    }

    @Test
    void a_member_tells_what_it_has_before_it_stops_over_it() {
        watch.reported("n2", new DigestWatch.Checkpoint(5, "aa"));
        watch.reported("n3", new DigestWatch.Checkpoint(5, "aa"));

        watch.own(new DigestWatch.Checkpoint(5, "bad"));

        assertThat(diverged).hasSize(1);
        assertThat(told).containsExactly(true);
    }

    @Test
    void a_member_of_the_majority_raises_an_alarm_and_goes_on() {
        watch.reported("n3", new DigestWatch.Checkpoint(5, "bad"));
        watch.reported("n2", new DigestWatch.Checkpoint(5, "aa"));
        watch.own(new DigestWatch.Checkpoint(5, "aa"));

        assertThat(watch.alarm().orElseThrow()).contains("index 5");
        assertThat(diverged).isEmpty();
    }

    @Test
    void a_replica_that_differs_stops_and_the_others_say_so_and_go_on() {
        try (var cluster = new NodeCluster("digest-watch-test", 3)) {
            List.of("n1", "n2", "n3").forEach(cluster::start);
            NodeCluster.put(cluster.leader(), "k", "v");
            var leader = cluster.leader().cluster().status().node();
            var broken = leader.equals("n1") ? "n2" : "n1";
            NodeCluster.view(cluster.node(broken));
            cluster.node(broken).keyspace().apply(1, rogue());

            var told = new CompletableFuture<Void>();
            cluster.node(broken).log().onStopped(() -> told.complete(null));
            cluster.node(leader).checkpoint();

            await().atMost(NodeCluster.PATIENCE)
                    .until(() -> cluster.node(broken).cluster().failure().isPresent());
            await().atMost(NodeCluster.PATIENCE)
                    .until(() -> cluster.node(leader).cluster().alarm().isPresent());
            assertThat(cluster.node(broken).cluster().failure().orElseThrow())
                    .contains("differs from that of a majority");
            assertThat(told).succeedsWithin(NodeCluster.PATIENCE);
            assertThatThrownBy(() -> cluster.node(broken).log().staleView())
                    .hasMessageContaining("this node has stopped itself");
            assertThatThrownBy(() -> NodeCluster.view(cluster.node(broken)))
                    .hasMessageContaining("this node has stopped itself");
            assertThat(cluster.node(leader).cluster().failure()).isEmpty();
            NodeCluster.put(cluster.node(leader), "k2", "v");
        }
    }

    private static Command rogue() {
        return TestWrites.put("k", new byte[] {1}, "rogue");
    }
}
