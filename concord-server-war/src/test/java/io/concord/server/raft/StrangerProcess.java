package io.concord.server.raft;

import static org.awaitility.Awaitility.await;

import io.concord.core.command.CommandCodec;
import io.concord.server.TestAuthority;
import io.concord.server.config.ClusterTls;
import io.concord.server.config.NodeConfig;
import io.concord.server.raft.consensus.Envelope;
import io.concord.server.raft.consensus.EnvelopeCodec;
import io.concord.server.raft.consensus.Message;
import io.concord.server.service.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TpHeader;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;

/**
 * A process that knows everything about a cluster but has, perhaps, no right to be in it: the addresses, the name, the id,
 * the stack. It tries to join as a new node and to write, then sends the members a write and a vote of a later term past all
 * protocols but the transport. It prints one line that begins with {@link #REPORT}, and ends when its input does.
 */
final class StrangerProcess {
    static final String REPORT = "stranger: ";
    static final String JOINED = "joined";
    static final String NOT_JOINED = "did not join";
    static final String WROTE = "wrote";
    static final String NOT_WROTE = "could not write";

    /** Of the node in it. */
    static final String ID = "n4";

    /** What it wants to write as a node, and what it sends to the leader as a write on its way. */
    static final String WRITTEN = "stranger-wrote";

    static final String SLIPPED_IN = "stranger-slipped-in";

    /** So many terms later than the cluster's own is the election that it tries to bring about. */
    static final long TERMS_LATER = 1_000;

    private static final Duration SEARCH = Duration.ofSeconds(8);
    private static final long LIFE_SECONDS = 90;
    private static final String TRANSPORT =
            "<config xmlns=\"urn:org:jgroups\"><TCP bind_addr=\"${concord.bind-address}\""
                    + " bind_port=\"${concord.bind-port}\" port_range=\"0\" diag.enabled=\"false\"/></config>";

    /**
     * What it knows.
     *
     * @param ports of the members, and then the node's own and that of its transport without protocols
     * @param certificates empty for none at all
     */
    record Knowledge(
            String directory, List<Integer> ports, String clusterId, long term, Optional<ClusterTls> certificates) {
        /** As arguments of {@link #main}. */
        List<String> arguments() {
            var basic = Stream.of(
                    directory,
                    String.join(",", ports.stream().map(String::valueOf).toList()),
                    clusterId,
                    Long.toString(term));
            return Stream.concat(
                            basic,
                            certificates.stream()
                                    .flatMap(tls -> Stream.of(
                                            tls.keystore().toString(),
                                            tls.truststore().toString())))
                    .toList();
        }

        static Knowledge of(List<String> arguments) {
            return new Knowledge(
                    arguments.get(0),
                    Stream.of(arguments.get(1).split(",", -1))
                            .map(Integer::valueOf)
                            .toList(),
                    arguments.get(2),
                    Long.parseLong(arguments.get(3)),
                    arguments.size() == 4
                            ? Optional.empty()
                            : Optional.of(new ClusterTls(
                                    Path.of(arguments.get(4)),
                                    TestAuthority.PASSWORD,
                                    Path.of(arguments.get(5)),
                                    TestAuthority.PASSWORD)));
        }

        List<Integer> memberPorts() {
            return ports.subList(0, ports.size() - 2);
        }

        /** Of the node. */
        NodeConfig config() {
            var config =
                    TestNodes.config(ID, ports.subList(0, ports.size() - 1), directory, TestNodes.STACK, certificates);
            return TestNodes.joining(config, config.raft().snapshotLogBytes());
        }

        /** Of the transport alone. */
        NodeConfig transportConfig() throws IOException {
            var stack = Files.writeString(config().dataDir().resolveSibling("transport.xml"), TRANSPORT);
            return TestNodes.config("n" + ports.size(), ports, directory, stack, certificates);
        }
    }

    private final Knowledge knowledge;

    private StrangerProcess(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    public static void main(String[] arguments) throws Exception {
        CompletableFuture.delayedExecutor(LIFE_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(2));
        new StrangerProcess(Knowledge.of(List.of(arguments))).run();
        Runtime.getRuntime().halt(0);
    }

    private void run() throws Exception {
        try (var node = new RaftNode(knowledge.config(), Clock.systemUTC(), "test", RaftNode.Times.UNTOLD);
                // Open to the end: what a closed connection has not delivered yet may be lost.
                var transport = ClusterChannel.open(knowledge.transportConfig())) {
            node.start();
            var joined = joins(node);
            var wrote = writes(node);
            slipIn(transport);
            System.out.println(REPORT + (joined ? JOINED : NOT_JOINED) + ", " + (wrote ? WROTE : NOT_WROTE));
            awaitEndOfInput();
        }
    }

    /** Whether it comes to follow a leader. */
    private static boolean joins(RaftNode node) {
        try {
            await().atMost(SEARCH).until(() -> node.cluster().status().leader().isPresent() && isSeen(node));
            return true;
        } catch (ConditionTimeoutException e) {
            return isSeen(node);
        }
    }

    private static boolean isSeen(RaftNode node) {
        return node.cluster().status().members().stream()
                .anyMatch(member -> member.reachable() && !member.id().equals(ID));
    }

    private static boolean writes(RaftNode node) {
        try {
            node.log()
                    .append(NodeCluster.command(WRITTEN, bytes("theirs")), Deadline.in(SEARCH))
                    .toCompletableFuture()
                    .join();
            return true;
        } catch (CompletionException e) {
            System.out.println("the write failed: " + e.getCause());
            return false;
        }
    }

    private void slipIn(JChannel transport) throws Exception {
        transport.connect("none");
        var members = knowledge.memberPorts();
        for (var i = 0; i < members.size(); i++) {
            send(transport, members.get(i), write());
            send(transport, members.get(i), vote("n" + (i + 1)));
        }
    }

    private static BytesMessage write() {
        var command = CommandCodec.encode(NodeCluster.command(SLIPPED_IN, bytes("theirs")));
        return new BytesMessage(null, PeerMessageCodec.encode(new PeerMessage.Submit(1, command)));
    }

    /** In the name of another member, as if the leader had asked for it. */
    private BytesMessage vote(String to) {
        var envelope = new Envelope(
                UUID.fromString(knowledge.clusterId()),
                to.equals("n1") ? "n2" : "n1",
                UUID.randomUUID(),
                to,
                knowledge.term() + TERMS_LATER,
                new Message.Vote(Long.MAX_VALUE, Long.MAX_VALUE, true));
        var message = new BytesMessage(null, EnvelopeCodec.encode(envelope));
        message.putHeader(new ConcordRaft().getId(), ConsensusHeader.INSTANCE);
        return message;
    }

    /** To whoever listens there, by a message for all, because the members' addresses in the group are not known. */
    private void send(JChannel channel, int port, BytesMessage message) throws Exception {
        var transport = (TCP) channel.getProtocolStack().getTransport();
        message.setSrc(channel.getAddress());
        message.putHeader(transport.getId(), new TpHeader(knowledge.directory()));
        var out = new ByteArrayDataOutputStream(512);
        Util.writeMessage(message, out, true);
        try {
            transport.sendUnicast(
                    new IpAddress(InetAddress.getLoopbackAddress(), port), out.buffer(), 0, out.position());
        } catch (IOException e) {
            System.out.println("port " + port + " hung up: " + e);
        }
    }

    private static void awaitEndOfInput() throws IOException {
        System.in.readAllBytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
