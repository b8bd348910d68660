package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.server.TestAuthority;
import io.concord.server.config.ClusterTls;
import io.concord.server.service.ClusterStatus;
import io.concord.server.service.MemberStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jgroups.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A second process at the ports of a cluster with certificates: a {@link StrangerProcess} gets nowhere without one that the
 * cluster's authority has signed, and gets in with one, which shows that the test would notice.
 */
class StrangerProcessTest {
    private static final String DIRECTORY = "stranger-process-test";
    private static final Path CERTIFICATES =
            Path.of("target", DIRECTORY + "-certificates").toAbsolutePath();
    private static final List<String> MEMBERS = List.of("n1", "n2", "n3");

    /** The process needs a second to start and ten for what it tries. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The term must not change because a machine was busy for a moment. */
    private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(3);

    private static final TestAuthority OURS = new TestAuthority("ours");
    private static final TestAuthority THEIRS = new TestAuthority("theirs");

    private final NodeCluster cluster = new NodeCluster(DIRECTORY, 3, id -> Optional.of(certificates(OURS, id)));
    private final List<Logger> transportLogs =
            List.of(Logger.getLogger("org.jgroups"), Logger.getLogger(MemberTcp.class.getName()));
    private final Warnings warnings = new Warnings();
    private @Nullable Process process;

    /** What the members' transport complains of. */
    private static final class Warnings extends Handler {
        private final Queue<String> texts = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                texts.add(line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    static Stream<Stranger> strangers() {
        return Stream.of(
                new Stranger("without TLS", Optional.empty()),
                new Stranger("with a certificate of another authority", Optional.of(certificates(THEIRS, "n4"))));
    }

    @BeforeEach
    void start() {
        // As in the server; among the libraries of the tests is another log, which says nothing.
        LogFactory.useJdkLogger(true);
        transportLogs.forEach(log -> log.addHandler(warnings));
        MEMBERS.forEach(id -> cluster.start(id, config -> TestNodes.patient(config, ELECTION_TIMEOUT)));
        NodeCluster.put(cluster.leader(), "before", "ours");
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        cluster.close();
        transportLogs.forEach(log -> log.removeHandler(warnings));
        LogFactory.useJdkLogger(false);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void a_stranger_changes_nothing_and_knows_it(Stranger stranger) throws IOException {
        var leader = cluster.leader();
        var before = leader.cluster().status();

        var report = launch(stranger.certificates());
        var writes = writeUntilReported(leader, report);

        assertThat(reportIn(report)).contains(StrangerProcess.NOT_JOINED).contains(StrangerProcess.NOT_WROTE);
        assertThat(process).matches(Process::isAlive, "stays until it is stopped");
        assertThat(seenBy("n1")).isEqualTo(MEMBERS);
        assertThat(seenBy("n2")).isEqualTo(MEMBERS);
        assertThat(seenBy("n3")).isEqualTo(MEMBERS);
        assertThat(leader.cluster().status())
                .returns(before.term(), ClusterStatus::term)
                .returns(before.leader(), ClusterStatus::leader)
                .returns(before.clusterId(), ClusterStatus::clusterId);
        assertThat(leader.cluster().status().members()).allMatch(MemberStatus::voter);
        assertThat(has(leader, StrangerProcess.WRITTEN)).isFalse();
        assertThat(has(leader, StrangerProcess.SLIPPED_IN)).isFalse();
        assertThat(writes).as("writes meanwhile").isPositive();
        assertThat(NodeCluster.view(leader).revision()).isEqualTo(1 + writes);
        assertThat(warnings.texts)
                .as("what the members log")
                .anyMatch(text -> text.contains("accept") && text.contains("SSL"));
    }

    @Test
    void the_same_process_with_a_certificate_of_the_clusters_authority_gets_in() throws IOException {
        var before = cluster.leader().cluster().status();

        var report = launch(Optional.of(certificates(OURS, "n4")));
        await().atMost(PATIENCE).until(() -> isReported(report));

        assertThat(reportIn(report)).contains(StrangerProcess.JOINED + ", " + StrangerProcess.WROTE);
        await().atMost(PATIENCE).until(() -> seenBy("n1").contains(StrangerProcess.ID));
        assertThat(cluster.leader().cluster().status().members())
                .filteredOn(member -> member.id().equals(StrangerProcess.ID))
                .singleElement()
                .returns(false, MemberStatus::voter);
        assertThat(has(cluster.leader(), StrangerProcess.WRITTEN)).isTrue();
        // Nobody answers that one, so the process reports before it is applied.
        await().atMost(PATIENCE).until(() -> has(cluster.leader(), StrangerProcess.SLIPPED_IN));
        assertThat(cluster.leader().cluster().status().term())
                .as("what it says in another one's name counts for nothing")
                .isLessThan(before.term() + StrangerProcess.TERMS_LATER);
    }

    /** Starts the process and returns the file that it writes to. */
    private Path launch(Optional<ClusterTls> certificates) throws IOException {
        var ports = new ArrayList<>(cluster.ports());
        ports.addAll(TestNodes.ports(2));
        var status = cluster.leader().cluster().status();
        var knowledge = new StrangerProcess.Knowledge(
                DIRECTORY, ports, status.clusterId().orElseThrow(), status.term(), certificates);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                StrangerProcess.class.getName()));
        command.addAll(knowledge.arguments());
        var output = Path.of("target", DIRECTORY, "stranger.log");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return output;
    }

    /** How many writes were applied while the stranger was at it. */
    private int writeUntilReported(RaftNode leader, Path report) throws IOException {
        var writes = new ArrayList<String>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            writes.add("during-" + writes.size());
            NodeCluster.put(leader, writes.get(writes.size() - 1), "ours");
            return isReported(report);
        });
        return writes.size();
    }

    private boolean isReported(Path report) throws IOException {
        assertThat(process).matches(Process::isAlive, "alive; it has written:\n" + Files.readString(report));
        return Files.readString(report).contains(StrangerProcess.REPORT);
    }

    private static String reportIn(Path report) throws IOException {
        return Files.readAllLines(report).stream()
                .filter(line -> line.startsWith(StrangerProcess.REPORT))
                .findFirst()
                .orElse("nothing");
    }

    /** Everybody in a member's view, and all voters. */
    private List<String> seenBy(String id) {
        return cluster.node(id).cluster().status().members().stream()
                .map(MemberStatus::id)
                .toList();
    }

    private static boolean has(RaftNode node, String key) {
        return NodeCluster.view(node).get(Namespace.DEFAULT, new Key(key)).isPresent();
    }

    private static ClusterTls certificates(TestAuthority authority, String owner) {
        return authority.certificates(CERTIFICATES, owner, OURS);
    }
}
