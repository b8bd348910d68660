package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.server.raft.storage.FileDisk;
import io.concord.server.service.RequestFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How members come, lose their disks, get their votes and go: three real nodes over TCP and on disk. */
class MemberLifeTest {
    private static final int BIG = 200_000;

    private final NodeCluster cluster = new NodeCluster("member-life-test", 3);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void a_node_with_a_new_disk_has_no_vote_until_an_operator_gives_it_back() throws IOException {
        startAll();
        NodeCluster.put(cluster.leader(), "before", "v");
        var victim = followerId();
        cluster.stop(victim);
        cluster.wipe(victim);

        var back = cluster.start(victim, config -> TestNodes.joining(config, 64 << 20));
        // Before it has met the others it says that it cannot reach them.
        await().ignoreExceptionsInstanceOf(CompletionException.class)
                .atMost(NodeCluster.PATIENCE)
                .until(() -> NodeCluster.view(back)
                        .get(Namespace.DEFAULT, new Key("before"))
                        .isPresent());
        assertThat(NodeCluster.role(back)).isEqualTo("learner");
        await().atMost(NodeCluster.PATIENCE).until(() -> !voter(cluster.leader(), victim));

        cluster.leader()
                .control()
                .promote(victim, NodeCluster.deadline())
                .toCompletableFuture()
                .join();

        await().atMost(NodeCluster.PATIENCE).until(() -> NodeCluster.role(back).equals("follower"));
        await().atMost(NodeCluster.PATIENCE).until(() -> voter(cluster.leader(), victim));
    }

    @Test
    void a_node_with_a_new_disk_has_no_vote_even_if_it_is_told_to_found_the_cluster() throws IOException {
        startAll();
        NodeCluster.put(cluster.leader(), "before", "v");
        var victim = followerId();
        cluster.stop(victim);
        cluster.wipe(victim);

        var back = cluster.start(victim);

        await().atMost(NodeCluster.PATIENCE).until(() -> NodeCluster.role(back).equals("learner"));
        assertThat(NodeCluster.view(back).get(Namespace.DEFAULT, new Key("before")))
                .isPresent();
    }

    @Test
    void a_new_node_gets_a_snapshot_larger_than_any_message() throws IOException {
        for (var id : List.of("n1", "n2", "n3")) {
            cluster.start(id, config -> TestNodes.snapshotting(config, 1 << 20));
        }
        for (var i = 0; i < 30; i++) {
            NodeCluster.put(cluster.leader(), "big-" + i, new byte[BIG]);
        }
        var victim = followerId();
        cluster.stop(victim);
        cluster.wipe(victim);
        await().atMost(NodeCluster.PATIENCE)
                .until(() -> cluster.leader()
                                .control()
                                .snapshot(NodeCluster.deadline())
                                .toCompletableFuture()
                                .join()
                        > 0);
        for (var i = 30; i < 60; i++) {
            NodeCluster.put(cluster.leader(), "big-" + i, new byte[BIG]);
        }

        var back = cluster.start(victim, config -> TestNodes.joining(config, 1 << 20));

        await().ignoreExceptionsInstanceOf(CompletionException.class)
                .atMost(NodeCluster.PATIENCE)
                .until(() -> NodeCluster.view(back).entryCount() == 60);
        // Time goes on between the two views now and then.
        await().atMost(NodeCluster.PATIENCE)
                .untilAsserted(() -> assertThat(NodeCluster.view(back).digest())
                        .isEqualTo(NodeCluster.view(cluster.leader()).digest()));
        cluster.stop(victim);
        var again = cluster.start(victim, config -> TestNodes.joining(config, 1 << 20));
        assertThat(NodeCluster.view(again).entryCount()).isEqualTo(60);
    }

    @Test
    void a_member_that_was_removed_has_no_vote_and_the_others_go_on() {
        startAll();
        var leader = cluster.leader();
        var victim = followerId();

        leader.control()
                .remove(victim, NodeCluster.deadline())
                .toCompletableFuture()
                .join();

        await().atMost(NodeCluster.PATIENCE)
                .until(() -> NodeCluster.role(cluster.node(victim)).equals("learner"));
        NodeCluster.put(leader, "after", "v");
        assertThat(leader.cluster().status().majority()).isEqualTo(2);
    }

    @Test
    void what_the_state_of_the_cluster_does_not_allow_is_refused_with_the_reason() {
        startAll();
        var control = cluster.leader().control();

        assertThat(refusal(() -> control.promote("n9", NodeCluster.deadline())
                        .toCompletableFuture()
                        .join()))
                .contains("'n9' is not connected");
        assertThat(refusal(() -> control.remove("n9", NodeCluster.deadline())
                        .toCompletableFuture()
                        .join()))
                .contains("'n9' is no voter");
        assertThat(refusal(() -> control.remove("n9\r\nforged", NodeCluster.deadline())
                        .toCompletableFuture()
                        .join()))
                .contains("'n9\\u{d}\\u{a}forged' is no voter");
        assertThat(refusal(() -> cluster.node(followerId())
                        .control()
                        .promote("n1", NodeCluster.deadline())
                        .toCompletableFuture()
                        .join()))
                .contains("does not lead");
    }

    @Test
    void leadership_handed_over_is_taken_by_another() {
        startAll();
        var before = cluster.leader();

        var successor = before.control().handOver().toCompletableFuture().join().orElseThrow();

        await().atMost(NodeCluster.PATIENCE)
                .until(() -> cluster.leader().cluster().status().node().equals(successor));
        NodeCluster.put(before, "k", "v");
    }

    @Test
    void a_second_node_on_the_same_directory_is_refused() {
        cluster.start("n1");

        assertThatThrownBy(() -> DataDirectory.open(cluster.config("n1"), nanos -> {}))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("another process uses the directory")
                .hasMessageContaining("member-life-test");
    }

    @Test
    void a_log_of_the_time_before_is_refused_and_not_taken_for_an_empty_disk() throws IOException {
        var directory = cluster.config("n1").dataDir().resolve("raft");
        Files.createDirectories(directory.resolve("n1.log"));

        assertThatThrownBy(() -> cluster.start("n1"))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("n1.log")
                .hasMessageContaining("cannot read it");
    }

    @Test
    void a_directory_of_another_node_is_refused() throws IOException {
        cluster.start("n1");
        cluster.stop("n1");
        var directory = cluster.config("n1").dataDir().resolve("raft");

        assertThatThrownBy(() -> DataDirectory.open(cluster.config("n2"), new FileDisk(directory), nanos -> {}))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("belongs to node 'n1'");
    }

    private void startAll() {
        List.of("n1", "n2", "n3").forEach(cluster::start);
        cluster.leader();
    }

    private String followerId() {
        var leader = cluster.leader().cluster().status().node();
        return List.of("n1", "n2", "n3").stream()
                .filter(id -> !id.equals(leader))
                .findFirst()
                .orElseThrow();
    }

    private static boolean voter(RaftNode node, String id) {
        return node.cluster().status().members().stream()
                .anyMatch(member -> member.id().equals(id) && member.voter());
    }

    private static String refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        var failure = catchThrowable(call);
        var cause = Objects.requireNonNullElse(failure.getCause(), failure);
        assertThat(cause).isInstanceOf(RequestFailure.class);
        return String.valueOf(cause.getMessage());
    }
}
