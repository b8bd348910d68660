package io.concord.benchmarks;

import io.concord.core.command.Command;
import io.concord.core.command.Origin;
import io.concord.core.command.Reply;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.server.config.AccessSettings;
import io.concord.server.config.AuditConfig;
import io.concord.server.config.Discovery;
import io.concord.server.config.HttpsSettings;
import io.concord.server.config.IdentityLimits;
import io.concord.server.config.LimitSettings;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import io.concord.server.config.RaftSettings;
import io.concord.server.config.ReadBarrier;
import io.concord.server.raft.RaftNode;
import io.concord.server.service.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Three nodes in this process, talking over TCP on loopback, each with its own directory. */
final class Trio implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIZE = 3;

    private final Path directory;
    private final Path stack;
    private final List<Integer> ports = new ArrayList<>();
    private final List<RaftNode> nodes = new ArrayList<>();
    private final AtomicLong requests = new AtomicLong();

    Trio(Path parent, Path stack) throws IOException {
        this.directory = Files.createTempDirectory(Files.createDirectories(parent), "trio");
        this.stack = stack;
        for (var i = 0; i < SIZE; i++) {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                ports.add(socket.getLocalPort());
            }
        }
        for (var i = 0; i < SIZE; i++) {
            nodes.add(start(i, true));
        }
        awaitLeader();
    }

    RaftNode leader() {
        return nodes.stream()
                .filter(node -> node.cluster().status().local().role().equals("leader"))
                .findFirst()
                .orElseThrow();
    }

    RaftNode follower() {
        return nodes.stream()
                .filter(node -> !node.cluster().status().local().role().equals("leader"))
                .findFirst()
                .orElseThrow();
    }

    /** Stops a follower, empties its disk and starts it again, as a learner. */
    RaftNode replaceFollower() throws IOException {
        var old = follower();
        var i = nodes.indexOf(old);
        old.close();
        delete(directory.resolve("n" + (i + 1)));
        nodes.set(i, start(i, false));
        return nodes.get(i);
    }

    CompletionStage<Reply> put(RaftNode node, String key, byte[] value) {
        var id = new RequestId("r" + requests.incrementAndGet());
        return node.log()
                .append(
                        new Command.Write(
                                new Origin(
                                        new Author("", "benchmark"), id, System.currentTimeMillis(), firstMillis(node)),
                                Command.Write.NO_DEADLINE,
                                new Step.Put(
                                        new EntryName(Namespace.DEFAULT, new Key(key)),
                                        Value.of(value, "application/octet-stream"),
                                        Precondition.none(),
                                        Expiry.byDefault(),
                                        false)),
                        Deadline.in(PATIENCE));
    }

    CompletionStage<?> read(RaftNode node) {
        return node.log().linearizableView(Deadline.in(PATIENCE));
    }

    /** As servers stamp a first attempt. */
    private static long firstMillis(RaftNode node) {
        var log = node.log();
        return Math.max(log.clusterTimeMillis(), log.localView().requestHorizonMillis() + 1);
    }

    /** A read barrier through the log, as the fallback has it. */
    CompletionStage<?> barrier(RaftNode node) {
        return node.log().append(new Command.Tick(System.currentTimeMillis()), Deadline.in(PATIENCE));
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(RaftNode::close);
        delete(directory);
    }

    private void awaitLeader() {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (nodes.stream().anyMatch(node -> node.cluster().status().leader().isEmpty())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no leader within " + PATIENCE);
            }
            Thread.onSpinWait();
        }
    }

    private RaftNode start(int i, boolean founding) {
        var members = new ArrayList<Member>();
        for (var j = 0; j < SIZE; j++) {
            members.add(new Member("n" + (j + 1), "127.0.0.1", ports.get(j)));
        }
        var id = "n" + (i + 1);
        var node = new RaftNode(
                new NodeConfig(
                        id,
                        "benchmark",
                        members,
                        founding,
                        Optional.empty(),
                        HttpsSettings.DEFAULT,
                        directory.resolve(id),
                        AccessSettings.STANDARD,
                        new LimitSettings(8 << 20, 512, 4 << 20, 1000, 4 << 20, 60, 0),
                        30_000,
                        2_000,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ZERO,
                        new RaftSettings(
                                stack,
                                new Discovery.Listed(),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                256 << 20,
                                ReadBarrier.READ_INDEX),
                        1000,
                        IdentityLimits.NONE,
                        new AuditConfig(directory.resolve("audit.jsonl"), Set.of(), true, 1, Duration.ofDays(1), 1)),
                Clock.systemUTC(),
                "benchmark",
                RaftNode.Times.UNTOLD);
        node.start();
        return node;
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
