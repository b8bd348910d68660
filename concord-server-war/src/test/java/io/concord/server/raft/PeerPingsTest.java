package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.server.service.MemberStatus;
import io.concord.server.service.PeerSight;
import io.concord.server.service.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jgroups.JChannel;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

/** Three real nodes in one process, of which one has another idea of the time. */
class PeerPingsTest {
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private static List<PeerSight> probe(RaftNode node) {
        return node.peers()
                .probe()
                .toCompletableFuture()
                .orTimeout(NodeCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void members_tell_their_clocks_and_one_that_is_gone_what_its_port_does() {
        try (var cluster = new NodeCluster("peer-pings-test", 3)) {
            cluster.start("n1");
            cluster.start("n2", Clock.offset(Clock.systemUTC(), AHEAD));
            cluster.start("n3");
            cluster.leader();

            var whole = await().atMost(NodeCluster.PATIENCE)
                    .until(
                            () -> probe(cluster.node("n1")),
                            seen -> seen.stream()
                                    .allMatch(peer -> peer.contact().isPresent()));

            assertThat(whole).extracting(PeerSight::id).containsExactly("n2", "n3");
            assertThat(whole).allSatisfy(peer -> {
                assertThat(peer.port()).contains(PeerSight.Port.OPEN);
                assertThat(peer.contact().orElseThrow().roundTrip())
                        .isPositive()
                        .isLessThan(CLOSE);
            });
            assertThat(whole.get(0).contact().orElseThrow().clockOffset()).isCloseTo(AHEAD, CLOSE);
            assertThat(whole.get(1).contact().orElseThrow().clockOffset()).isCloseTo(Duration.ZERO, CLOSE);

            cluster.stop("n3");
            var broken = await().atMost(NodeCluster.PATIENCE)
                    .until(
                            () -> probe(cluster.node("n1")),
                            seen -> seen.get(1).contact().isEmpty());

            assertThat(broken.get(0).contact()).isPresent();
            assertThat(broken.get(1).port()).contains(PeerSight.Port.REFUSED);
            assertThat(broken.get(1).address())
                    .isEqualTo("127.0.0.1:" + cluster.ports().get(2));
        }
    }

    @Test
    void who_asks_while_others_wait_gets_their_answer() throws Exception {
        var others = new ArrayDeque<Runnable>();
        var answers = new ArrayList<CompletableFuture<List<PeerSight>>>();
        try (var threads = new RaftThreads(1);
                var channel = new JChannel(false)) {
            var pings = new PeerPings(
                    TestNodes.config("n1", TestNodes.ports(3), "peer-pings-shared-test"),
                    () -> {
                        // Somebody else asks before it is known whom to ask.
                        Optional.ofNullable(others.poll()).ifPresent(Runnable::run);
                        return List.of();
                    },
                    id -> null,
                    new Postbox(channel),
                    threads,
                    Clock.systemUTC());
            others.add(() -> answers.add(pings.probe()));

            answers.add(pings.probe());

            assertThat(answers).hasSize(2);
            assertThat(answers.get(1)).isSameAs(answers.get(0)).succeedsWithin(NodeCluster.PATIENCE);
            assertThat(pings.probe()).isNotSameAs(answers.get(0));
        }
    }

    @Test
    void a_node_that_stops_says_so() throws Exception {
        var threads = new RaftThreads(1);
        threads.close();
        try (var channel = new JChannel(false)) {
            var pings = new PeerPings(
                    TestNodes.config("n1", TestNodes.ports(3), "peer-pings-stopped-test"),
                    () -> List.of(new MemberStatus(
                            "n2", "", true, true, Optional.empty(), Optional.empty(), Optional.empty())),
                    id -> UUID.randomUUID(),
                    new Postbox(channel),
                    threads,
                    Clock.systemUTC());

            assertThat(pings.probe())
                    .failsWithin(NodeCluster.PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void a_name_that_is_not_known_is_told_apart_from_a_port_that_is_closed() {
        int closed = TestNodes.ports(1).get(0);

        assertThat(PeerPort.look("no-such-host.invalid", closed)).isEqualTo(PeerSight.Port.UNKNOWN_HOST);
        assertThat(PeerPort.look("127.0.0.1", closed)).isEqualTo(PeerSight.Port.REFUSED);
    }
}
