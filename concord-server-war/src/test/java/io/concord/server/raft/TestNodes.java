package io.concord.server.raft;

import io.concord.server.config.AccessSettings;
import io.concord.server.config.AuditConfig;
import io.concord.server.config.ClusterTls;
import io.concord.server.config.Discovery;
import io.concord.server.config.HostPort;
import io.concord.server.config.HttpsSettings;
import io.concord.server.config.IdentityLimits;
import io.concord.server.config.LimitSettings;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import io.concord.server.config.RaftSettings;
import io.concord.server.config.ReadBarrier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Configurations of nodes on loopback with free ports and data under {@code target}. */
final class TestNodes {
    /** The stack that is shipped. */
    static final Path STACK = Path.of("../liberty-config/src/main/liberty/config/concord-stack.xml");

    private static final int PORT_MIN = 20_000;
    private static final int PORT_MAX = 31_800;

    private TestNodes() {}

    /** A majority is always there; what may not be well is this node. */
    static Quorum quorum(Supplier<Optional<String>> failure) {
        return new Quorum() {
            @Override
            public int reachable() {
                return 2;
            }

            @Override
            public int majority() {
                return 2;
            }

            @Override
            public Optional<String> failure() {
                return failure.get();
            }
        };
    }

    static NodeConfig config(String id, List<Integer> ports, String directory) {
        return config(id, ports, directory, STACK, Optional.empty());
    }

    /** The same node, but it founds nothing and takes snapshots after so many bytes. */
    static NodeConfig joining(NodeConfig config, long snapshotLogBytes) {
        return changed(config, false, snapshotLogBytes);
    }

    /** The same node, but it takes snapshots after so many bytes. */
    static NodeConfig snapshotting(NodeConfig config, long snapshotLogBytes) {
        return changed(config, config.bootstrap(), snapshotLogBytes);
    }

    /** The same node, but its reads go through the log. */
    static NodeConfig readingThroughLog(NodeConfig config) {
        return changed(config, config.bootstrap(), config.raft().snapshotLogBytes(), ReadBarrier.LOG);
    }

    /** The same node, but it waits longer for a leader: for clusters whose leader must not change by chance. */
    static NodeConfig patient(NodeConfig config, Duration electionTimeout) {
        return changed(
                config,
                config.bootstrap(),
                new RaftSettings(
                        config.raft().stack(),
                        config.raft().discovery(),
                        electionTimeout,
                        config.raft().failureTimeout(),
                        config.raft().snapshotLogBytes(),
                        config.raft().readBarrier()));
    }

    private static NodeConfig changed(NodeConfig config, boolean bootstrap, long snapshotLogBytes) {
        return changed(config, bootstrap, snapshotLogBytes, config.raft().readBarrier());
    }

    private static NodeConfig changed(
            NodeConfig config, boolean bootstrap, long snapshotLogBytes, ReadBarrier readBarrier) {
        return changed(
                config,
                bootstrap,
                new RaftSettings(
                        config.raft().stack(),
                        config.raft().discovery(),
                        config.raft().electionTimeout(),
                        config.raft().failureTimeout(),
                        snapshotLogBytes,
                        readBarrier));
    }

    /** The same node, but it listens elsewhere, and knows of the others what discovery tells. */
    static NodeConfig discovering(NodeConfig config, Discovery discovery, HostPort own) {
        var members = config.members().stream()
                .map(member -> new Member(
                        member.id(),
                        member.id().equals(config.nodeId())
                                ? Optional.of(own)
                                : member.address().filter(address -> discovery instanceof Discovery.Listed)))
                .toList();
        return changed(
                config,
                members,
                config.bootstrap(),
                new RaftSettings(
                        config.raft().stack(),
                        discovery,
                        config.raft().electionTimeout(),
                        config.raft().failureTimeout(),
                        config.raft().snapshotLogBytes(),
                        config.raft().readBarrier()));
    }

    private static NodeConfig changed(NodeConfig config, boolean bootstrap, RaftSettings raft) {
        return changed(config, config.members(), bootstrap, raft);
    }

    private static NodeConfig changed(NodeConfig config, List<Member> members, boolean bootstrap, RaftSettings raft) {
        return new NodeConfig(
                config.nodeId(),
                config.clusterName(),
                members,
                bootstrap,
                config.tls(),
                config.https(),
                config.dataDir(),
                config.access(),
                config.limits(),
                config.requestsInFlightMax(),
                config.watchersMax(),
                config.watchProgress(),
                config.requestTimeout(),
                config.requestTimeoutMax(),
                config.slowRequest(),
                raft,
                config.readyLagEntriesMax(),
                config.identityLimits(),
                config.audit());
    }

    /** Deletes what an earlier run left. */
    static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    static NodeConfig config(
            String id, List<Integer> ports, String directory, Path stack, Optional<ClusterTls> certificates) {
        var members = IntStream.range(0, ports.size())
                .mapToObj(i -> new Member("n" + (i + 1), "127.0.0.1", ports.get(i)))
                .toList();
        return new NodeConfig(
                id,
                directory,
                members,
                true,
                certificates,
                HttpsSettings.DEFAULT,
                Path.of("target", directory, id).toAbsolutePath(),
                AccessSettings.STANDARD,
                new LimitSettings(1 << 20, 512, 4 << 20, 1000, 4 << 20, 60, 0),
                1000,
                1000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ZERO,
                new RaftSettings(
                        stack,
                        new Discovery.Listed(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        64 << 20,
                        ReadBarrier.READ_INDEX),
                1000,
                IdentityLimits.NONE,
                new AuditConfig(Path.of("audit.jsonl"), Set.of(), true, 1, Duration.ofDays(1), 1));
    }

    /**
     * Ports that are free now. Below the range that the system gives to outgoing connections: those of the nodes
     * themselves would take one meanwhile.
     */
    static List<Integer> ports(int count) {
        var random = new SecureRandom();
        var ports = new ArrayList<Integer>();
        while (ports.size() < count) {
            var port = PORT_MIN + random.nextInt(PORT_MAX - PORT_MIN);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
