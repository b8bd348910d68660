package io.concord.server.raft;

import static org.awaitility.Awaitility.await;

import io.concord.core.command.Command;
import io.concord.core.command.Reply;
import io.concord.core.state.KeyspaceView;
import io.concord.server.TestWrites;
import io.concord.server.config.ClusterTls;
import io.concord.server.config.NodeConfig;
import io.concord.server.raft.storage.Disk;
import io.concord.server.service.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Real nodes in one process, over TCP and on disk, by their ids. */
final class NodeCluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String directory;
    private final List<Integer> ports;
    private final Function<String, Optional<ClusterTls>> certificates;
    private final Map<String, RaftNode> nodes = new LinkedHashMap<>();

    NodeCluster(String directory, int size) {
        this(directory, size, id -> Optional.empty());
    }

    /** @param certificates of each node */
    NodeCluster(String directory, int size, Function<String, Optional<ClusterTls>> certificates) {
        this.directory = directory;
        this.certificates = certificates;
        this.ports = TestNodes.ports(size);
        try {
            TestNodes.empty(Path.of("target", directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NodeConfig config(String id) {
        return TestNodes.config(id, ports, directory, TestNodes.STACK, certificates.apply(id));
    }

    RaftNode start(String id) {
        return start(id, UnaryOperator.identity());
    }

    RaftNode start(String id, UnaryOperator<NodeConfig> change) {
        return started(id, new RaftNode(change.apply(config(id)), Clock.systemUTC(), "test", RaftNode.Times.UNTOLD));
    }

    RaftNode start(String id, Clock clock) {
        return started(id, new RaftNode(config(id), clock, "test", RaftNode.Times.UNTOLD));
    }

    /** As another release; a new disk founds nothing. */
    RaftNode start(String id, Formats formats) {
        var config = TestNodes.joining(config(id), 64 << 20);
        return started(
                id,
                new RaftNode(
                        config,
                        DataDirectory.open(config, nanos -> {}),
                        Clock.systemUTC(),
                        "test",
                        RaftNode.Times.UNTOLD,
                        formats));
    }

    RaftNode start(String id, Disk disk) {
        var config = config(id);
        return started(
                id,
                new RaftNode(
                        config,
                        DataDirectory.open(config, disk, nanos -> {}),
                        Clock.systemUTC(),
                        "test",
                        RaftNode.Times.UNTOLD));
    }

    List<Integer> ports() {
        return ports;
    }

    RaftNode node(String id) {
        return Objects.requireNonNull(nodes.get(id), id);
    }

    boolean isRunning(String id) {
        return nodes.containsKey(id);
    }

    int running() {
        return nodes.size();
    }

    void stop(String id) {
        node(id).close();
        nodes.remove(id);
    }

    void wipe(String id) throws IOException {
        TestNodes.empty(config(id).dataDir());
    }

    /** The leader that all running nodes follow. */
    RaftNode leader() {
        await().atMost(PATIENCE)
                .until(() -> nodes.values().stream()
                                        .map(node ->
                                                node.cluster().status().leader().orElse(""))
                                        .distinct()
                                        .count()
                                == 1
                        && nodes.values()
                                .iterator()
                                .next()
                                .cluster()
                                .status()
                                .leader()
                                .isPresent());
        return node(nodes.values().iterator().next().cluster().status().leader().orElseThrow());
    }

    static Reply put(RaftNode node, String key, byte[] value) {
        return node.log()
                .append(command(key, value), deadline())
                .toCompletableFuture()
                .join();
    }

    static Reply put(RaftNode node, String key, String value) {
        return put(node, key, value.getBytes(StandardCharsets.UTF_8));
    }

    static Command command(String key, byte[] value) {
        return TestWrites.put(key, value, "put-" + key);
    }

    static KeyspaceView view(RaftNode node) {
        return node.log().linearizableView(deadline()).toCompletableFuture().join();
    }

    static Deadline deadline() {
        return Deadline.in(PATIENCE);
    }

    static String role(RaftNode node) {
        return node.cluster().status().local().role();
    }

    @Override
    public void close() {
        List.copyOf(nodes.values()).forEach(RaftNode::close);
        nodes.clear();
    }

    private RaftNode started(String id, RaftNode node) {
        nodes.put(id, node);
        node.start();
        return node;
    }
}
