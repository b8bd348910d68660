package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterTest {
    private static final Duration READY = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private ClusterLayout layout;

    @BeforeEach
    void install() throws IOException {
        Path liberty = FakeLiberty.install(directory.resolve("wlp"));
        layout = new ClusterLayout("test", new FreePorts().nodes(2), directory.resolve("data"), liberty);
    }

    @Test
    void nodes_start_one_is_killed_and_started_again_and_closing_stops_them_all() {
        try (var cluster = new LocalCluster(layout)) {
            cluster.startAllAndAwaitReady(READY);
            long killed = cluster.pid("n1");
            var exit = cluster.exit("n1");

            cluster.kill("n1");

            assertThat(exit.join()).isEqualTo(137);
            assertThat(cluster.isRunning("n1")).isFalse();
            assertThat(cluster.health("n2").isReady()).isTrue();
            cluster.start("n1");
            cluster.awaitReady("n1", READY);
            assertThat(cluster.pid("n1")).isNotEqualTo(killed);
            cluster.stop("n2");
            assertThat(cluster.isRunning("n2")).isFalse();
            assertThat(layout.files().node("n2").process()).doesNotExist();
        }
        assertThat(running(layout)).isEmpty();
    }

    @Test
    void nodes_found_the_cluster_at_their_first_start_and_never_again() throws IOException {
        try (var cluster = new LocalCluster(layout)) {
            cluster.startAllAndAwaitReady(READY);
            assertThat(environment("n1")).contains("CONCORD_CLUSTER_BOOTSTRAP=true");
            assertThat(environment("n2")).contains("CONCORD_CLUSTER_BOOTSTRAP=true");

            cluster.kill("n1");
            Files.delete(cluster.files("n1").data().resolve("log"));
            cluster.start("n1");
            cluster.awaitReady("n1", READY);

            assertThat(environment("n1")).contains("CONCORD_CLUSTER_BOOTSTRAP=false");
        }
        try (var cluster = new LocalCluster(layout)) {
            cluster.startAllAndAwaitReady(READY);

            assertThat(environment("n2")).contains("CONCORD_CLUSTER_BOOTSTRAP=false");
        }
    }

    @Test
    void each_node_gets_a_certificate_of_its_own() throws IOException {
        try (var cluster = new LocalCluster(layout)) {
            cluster.startAllAndAwaitReady(READY);
        }

        for (var id : List.of("n1", "n2")) {
            var keystore = layout.directory().resolve("keys").resolve(id + ".p12");
            assertThat(environment(id)).contains("CONCORD_CLUSTER_TLS_KEYSTORE=" + keystore);
            assertThat(keystore).exists();
        }
    }

    @Test
    void progress_is_told_until_every_node_is_ready() {
        List<NodeProgress> last = new ArrayList<>();
        try (var cluster = new LocalCluster(layout)) {
            cluster.startAll();
            cluster.awaitReady(READY, progress -> {
                last.clear();
                last.addAll(progress);
            });
        }

        assertThat(last).extracting(progress -> progress.node().id()).containsExactly("n1", "n2");
        assertThat(last).allMatch(progress -> progress.health().isReady());
    }

    @Test
    void a_node_that_ends_while_it_starts_is_explained_and_no_process_is_left() {
        var options = LaunchOptions.NONE.withNodeEnvironment("n2", "FAKE_EXIT", "22");
        var cluster = new LocalCluster(layout, options);

        assertThatThrownBy(() -> cluster.startAllAndAwaitReady(READY))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("node n2 ended while it started, with exit code 22")
                .hasMessageContaining("CWWKZ0002E: concord.log.sync is 'maybe'")
                .hasMessageContaining(layout.files().node("n2").consoleLog().toString())
                .message()
                .doesNotContain("has been launched");
        assertThat(running(layout)).isEmpty();
        cluster.close();
    }

    @Test
    void a_start_that_fails_half_way_leaves_no_process() throws IOException {
        Files.createDirectories(layout.directory().resolve("nodes"));
        Files.writeString(layout.directory().resolve("nodes/n2"), "a file where the directory should be");

        try (var cluster = new LocalCluster(layout)) {
            assertThatThrownBy(cluster::startAll).isInstanceOf(ClusterFailure.class);

            assertThat(cluster.isRunning("n1")).isFalse();
        }
        assertThat(layout.files().node("n1").consoleLog()).exists();
        assertThat(running(layout)).isEmpty();
    }

    @Test
    void a_start_that_takes_too_long_says_what_each_node_last_reported() {
        var options = LaunchOptions.NONE.withNodeEnvironment(
                "n2",
                "FAKE_HEALTH",
                "{\"checks\":[{\"name\":\"raft\",\"status\":\"DOWN\",\"data\":{\"reason\":\"no leader\"}}]}");
        try (var cluster = new LocalCluster(layout, options)) {
            cluster.startAll();
            cluster.awaitReady("n1", READY);
            awaitAnswer(cluster);

            assertThatThrownBy(() -> cluster.awaitReady(Duration.ofMillis(1)))
                    .hasMessageContaining("n1 last reported: ready")
                    .hasMessageContaining("n2 last reported: waiting for the cluster: raft (no leader)")
                    .hasMessageContaining("--start-timeout");
        }
    }

    @Test
    void a_node_that_ignores_sigterm_is_killed_with_a_notice() {
        List<String> notices = new ArrayList<>();
        var options = LaunchOptions.NONE.withNodeEnvironment("n1", "FAKE_DEAF", "yes");
        try (var cluster = new LocalCluster(layout, options, Duration.ofSeconds(1), notices::add)) {
            cluster.startAllAndAwaitReady(READY);
        }

        assertThat(notices).singleElement().asString().startsWith("n1 (pid ").contains("within 1 s of SIGTERM");
        assertThat(running(layout)).isEmpty();
    }

    @Test
    void released_nodes_are_found_and_stopped_by_somebody_else() {
        var cluster = new LocalCluster(layout);
        cluster.startAllAndAwaitReady(READY);
        cluster.release();
        var recorded = new RecordedCluster(layout);

        try {
            assertThat(recorded.status()).allMatch(node -> node.health().isReady());
            assertThatThrownBy(recorded::requireNotRunning)
                    .hasMessageContaining("already running")
                    .hasMessageContaining("concord dev stop");
        } finally {
            assertThat(recorded.stop(notice -> {})).containsExactly("n1", "n2");
        }
        assertThat(running(layout)).isEmpty();
        recorded.requireNotRunning();
    }

    @Test
    void a_terminals_interrupt_does_not_reach_a_node() throws Exception {
        try (var cluster = new LocalCluster(layout)) {
            cluster.startAllAndAwaitReady(READY);
            String pid = Long.toString(cluster.pid("n1"));

            for (String signal : List.of("-INT", "-HUP")) {
                new ProcessBuilder("kill", signal, pid).start().waitFor(10, TimeUnit.SECONDS);
            }

            assertThat(cluster.health("n1").isReady()).isTrue();
            assertThat(cluster.isRunning("n1")).isTrue();
        }
    }

    @Test
    void a_missing_server_names_the_command_that_builds_it() throws IOException {
        Files.delete(layout.libertyHome().resolve("usr/servers/concord/apps/concord-server.war"));

        try (var cluster = new LocalCluster(layout)) {
            assertThatThrownBy(cluster::startAll)
                    .hasMessageContaining("the Concord WAR is not installed")
                    .hasMessageContaining("./mvnw -DskipTests package");
        }
    }

    private String environment(String nodeId) throws IOException {
        return Files.readString(layout.files().node(nodeId).output().resolve("environment"));
    }

    private static void awaitAnswer(LocalCluster cluster) {
        long deadlineNanos = System.nanoTime() + READY.toNanos();
        while (cluster.health("n2").phase() != NodeHealth.Phase.WAITING) {
            assertThat(System.nanoTime()).isLessThan(deadlineNanos);
            Thread.onSpinWait();
        }
    }

    /** Whoever still runs with this test's directory on record or on its command line. */
    private static List<ProcessHandle> running(ClusterLayout layout) {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info()
                        .commandLine()
                        .map(line -> line.contains(FakeServer.class.getName())
                                || line.contains(layout.libertyHome().toString()))
                        .orElse(false))
                .toList();
    }
}
