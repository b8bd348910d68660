package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.state.KeyspaceView;
import io.concord.server.TestWrites;
import io.concord.server.service.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three real nodes in one process, over TCP and on disk. */
class RaftNodeTest {
    private static final String DIRECTORY = "raft-node-test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Integer> ports = TestNodes.ports(3);
    private final List<RaftNode> nodes = new ArrayList<>();

    RaftNodeTest() throws IOException {
        TestNodes.empty(Path.of("target", DIRECTORY));
    }

    @AfterEach
    void stop() {
        nodes.forEach(RaftNode::close);
    }

    @Test
    void a_cluster_is_founded_by_all_of_its_members_and_then_a_majority_is_enough() {
        var first = start("n1");

        assertThat(first.cluster().status().leader()).isEmpty();
        assertThatThrownBy(() -> put(first, "k", "v", "r1")).hasMessageContaining("only 1 of the voting members");

        start("n2");
        var third = start("n3");
        awaitLeader(first);
        third.close();
        nodes.remove(third);
        assertThat(put(first, "k", "v", "r2").outcome()).isEqualTo(new Outcome.Written(1, 1, 1, Optional.empty()));
    }

    @Test
    void every_node_takes_writes_and_every_other_reads_them_at_once() {
        startAll();

        for (var i = 0; i < 30; i++) {
            put(nodes.get(i % 3), "k", "v" + i, "r" + i);
            assertThat(get(nodes.get((i + 1) % 3), "k")).isEqualTo("v" + i);
            assertThat(get(nodes.get((i + 2) % 3), "k")).isEqualTo("v" + i);
        }
    }

    @Test
    void reads_through_the_log_see_every_write_as_well() {
        try (var cluster = new NodeCluster("read-through-log-test", 3)) {
            List.of("n1", "n2", "n3").forEach(id -> cluster.start(id, TestNodes::readingThroughLog));
            cluster.leader();

            for (var i = 0; i < 10; i++) {
                NodeCluster.put(cluster.node("n" + (i % 3 + 1)), "k" + i, "v");
                assertThat(NodeCluster.view(cluster.node("n" + ((i + 1) % 3 + 1)))
                                .revision())
                        .isEqualTo(i + 1);
            }
        }
    }

    @Test
    void a_retried_request_is_applied_once_on_whatever_node() {
        startAll();

        var first = put(nodes.get(0), "k", "v", "same");
        var again = put(nodes.get(1), "k", "v", "same");

        assertThat(again).isEqualTo(new Reply(first.outcome(), true));
        assertThat(nodes.get(2)
                        .log()
                        .linearizableView(deadline())
                        .toCompletableFuture()
                        .join()
                        .revision())
                .isEqualTo(1);
    }

    @Test
    void what_was_written_is_there_after_all_nodes_have_stopped() {
        startAll();
        for (var i = 0; i < 50; i++) {
            put(nodes.get(0), "k" + i, "v" + i, "r" + i);
        }

        nodes.forEach(RaftNode::close);
        nodes.clear();
        startAll();

        for (var node : nodes) {
            assertThat(view(node).revision()).isEqualTo(50);
            for (var i = 0; i < 50; i++) {
                assertThat(get(node, "k" + i)).isEqualTo("v" + i);
            }
        }
    }

    @Test
    void the_leader_may_leave_and_the_others_go_on() {
        startAll();
        put(nodes.get(0), "k", "before", "r1");
        var leaderId = nodes.get(0).cluster().status().leader().orElseThrow();
        var leader = nodes.get(Integer.parseInt(leaderId.substring(1)) - 1);

        leader.close();
        nodes.remove(leader);

        put(nodes.get(0), "k", "after", "r2");
        assertThat(get(nodes.get(1), "k")).isEqualTo("after");
    }

    @Test
    void a_port_in_use_is_named() {
        start("n1");
        var config = TestNodes.config("n1", ports, DIRECTORY + "-other");

        var second = new RaftNode(config, Clock.systemUTC(), "test", RaftNode.Times.UNTOLD);

        assertThatThrownBy(second::start)
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining(Integer.toString(ports.get(0)))
                .hasMessageContaining("must be free");
    }

    private void startAll() {
        List.of("n1", "n2", "n3").forEach(this::start);
        nodes.forEach(RaftNodeTest::awaitLeader);
    }

    private RaftNode start(String id) {
        var node =
                new RaftNode(TestNodes.config(id, ports, DIRECTORY), Clock.systemUTC(), "test", RaftNode.Times.UNTOLD);
        node.start();
        nodes.add(node);
        return node;
    }

    private static void awaitLeader(RaftNode node) {
        await().atMost(PATIENCE).until(() -> node.cluster().status().leader().isPresent());
    }

    private static Reply put(RaftNode node, String key, String value, String requestId) {
        var command = TestWrites.put(key, value, requestId);
        return node.log().append(command, deadline()).toCompletableFuture().join();
    }

    private static String get(RaftNode node, String key) {
        var entry = view(node).get(Namespace.DEFAULT, new Key(key)).orElseThrow();
        return new String(entry.value().toByteArray(), StandardCharsets.UTF_8);
    }

    private static KeyspaceView view(RaftNode node) {
        return node.log().linearizableView(deadline()).toCompletableFuture().join();
    }

    private static Deadline deadline() {
        return Deadline.in(PATIENCE);
    }
}
