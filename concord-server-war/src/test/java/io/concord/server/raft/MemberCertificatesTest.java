package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.server.TestAuthority;
import io.concord.server.config.ClusterTls;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.PhysicalAddress;
import org.jgroups.Receiver;
import org.jgroups.util.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets into a cluster with certificates: real channels and nodes on loopback, with the stack that is shipped. */
class MemberCertificatesTest {
    private static final String DIRECTORY = "member-certificates-test";
    private static final Path WORK = Path.of("target", DIRECTORY).toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Longer than it takes members to find each other: a search at start, and one every four seconds at most. */
    private static final Duration SEARCH = Duration.ofSeconds(6);

    private static final TestAuthority OURS = new TestAuthority("ours");
    private static final TestAuthority THEIRS = new TestAuthority("theirs");

    private final List<Integer> ports = TestNodes.ports(3);
    private final Queue<Object> received = new ConcurrentLinkedQueue<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    static Stream<Stranger> strangers() {
        return Stream.of(
                new Stranger("without TLS", Optional.empty()),
                new Stranger("with a certificate of another authority", Optional.of(certificates(THEIRS, "stranger"))));
    }

    @BeforeEach
    void no_data_of_an_earlier_run() throws IOException {
        for (var id : List.of("n1", "n2", "n3")) {
            TestNodes.empty(WORK.resolve(id));
        }
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void a_channel_with_a_certificate_of_the_clusters_authority_joins_and_is_heard() throws Exception {
        var member = connect("n1", Optional.of(certificates(OURS, "n1")));

        var other = connect("n2", Optional.of(certificates(OURS, "n2")));
        send(other, member, "hello");

        await().atMost(PATIENCE).until(() -> member.getView().size() == 2);
        await().atMost(PATIENCE).until(() -> received.contains("hello"));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void a_strangers_channel_neither_joins_nor_is_heard(Stranger stranger) throws Exception {
        var member = connect("n1", Optional.of(certificates(OURS, "n1")));

        var foreign = connect("n2", stranger.certificates());

        await().during(SEARCH).atMost(PATIENCE).until(() -> {
            send(foreign, member, "obey");
            return member.getView().size() == 1 && foreign.getView().size() == 1;
        });
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void a_strangers_node_in_the_place_of_a_member_changes_nothing(Stranger stranger) throws IOException {
        var first = start("n1", Optional.of(certificates(OURS, "n1")));
        start("n2", Optional.of(certificates(OURS, "n2")));
        var third = start("n3", Optional.of(certificates(OURS, "n3")));
        await().atMost(PATIENCE).until(() -> first.cluster().status().leader().isPresent());
        NodeCluster.put(first, "before", "ours");
        third.close();
        TestNodes.empty(WORK.resolve("n3"));

        var foreign = start("n3", stranger.certificates());

        assertThatThrownBy(() -> NodeCluster.put(foreign, "stranger", "theirs"))
                .hasCauseInstanceOf(UnavailableException.class);
        await().during(SEARCH)
                .atMost(PATIENCE)
                .until(() -> first.cluster().status().reachableVoters() == 2
                        && foreign.cluster().status().reachableVoters() == 1);
        NodeCluster.put(first, "after", "ours");
        assertThat(NodeCluster.view(first).revision()).isEqualTo(2);
        assertThat(foreign.log().localView().revision()).isZero();
    }

    private JChannel connect(String id, Optional<ClusterTls> certificates) throws Exception {
        var channel = ClusterChannel.open(config(id, withoutConsensus(), certificates));
        open.push(channel);
        channel.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                received.add(message.getObject());
            }
        });
        return channel.connect(DIRECTORY);
    }

    private RaftNode start(String id, Optional<ClusterTls> certificates) {
        var node = new RaftNode(
                config(id, TestNodes.STACK, certificates), Clock.systemUTC(), "test", RaftNode.Times.UNTOLD);
        open.push(node);
        node.start();
        return node;
    }

    private NodeConfig config(String id, Path stack, Optional<ClusterTls> certificates) {
        return TestNodes.config(id, ports, DIRECTORY, stack, certificates);
    }

    /** The shipped stack up to where Raft begins: what is tested here lies below it. */
    private static Path withoutConsensus() throws IOException {
        var text = Files.readString(TestNodes.STACK)
                .replaceAll("(?s)<(raft\\.|io\\.concord\\.server\\.raft\\.ConcordRaft)[^>]*/>", "");
        return Files.writeString(WORK.resolve("stack.xml"), text);
    }

    private static ClusterTls certificates(TestAuthority authority, String owner) {
        return authority.certificates(WORK.resolve("certificates"), owner, OURS);
    }

    /** Tells the sender where the receiver is: a stranger may know that. */
    private void send(JChannel from, JChannel to, String text) throws Exception {
        var address = (PhysicalAddress) to.down(new Event(Event.GET_PHYSICAL_ADDRESS, to.getAddress()));
        from.down(new Event(Event.ADD_PHYSICAL_ADDRESS, new Tuple<>(to.getAddress(), address)));
        from.send(new ObjectMessage(to.getAddress(), text));
    }
}
