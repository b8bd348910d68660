package io.concord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.concord.cli.cluster.FakeLiberty;
import io.concord.cli.cluster.FreePorts;
import io.concord.cli.cluster.NodeLayout;
import io.concord.cli.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcordTest {
    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final NodeLayout first = new FreePorts().nodes(1).get(0);

    @BeforeEach
    void install() throws IOException {
        FakeLiberty.install(home.resolve("liberty-config/.liberty/wlp"));
    }

    private int concord(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        return Concord.commandLine(new Project(home), terminal).execute(arguments);
    }

    private int startDetached(String... more) {
        List<String> arguments = new ArrayList<>(List.of("dev", "--detach", "--nodes", "1", "--start-timeout", "60s"));
        arguments.addAll(List.of("--http-port", Integer.toString(first.httpPort())));
        arguments.addAll(List.of("--cluster-port", Integer.toString(first.clusterPort())));
        arguments.addAll(List.of(more));
        return concord(arguments.toArray(String[]::new));
    }

    @Test
    void a_detached_cluster_is_used_looked_at_and_stopped() throws Exception {
        try {
            assertThat(startDetached()).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("n1     0 s  starting", "ready", "export CONCORD_TOKEN=ey")
                    .contains("curl -i -H @" + home.toAbsolutePath() + "/.concord/auth.header")
                    .contains(first.endpoint() + "/v1/kv/greeting");

            assertThat(startDetached()).isEqualTo(1);
            assertThat(err.toString()).contains("already running").contains("[n1]");

            assertThat(concord("dev", "status")).isZero();
            assertThat(out.toString())
                    .contains("NODE")
                    .contains(first.endpoint().toString());

            assertThat(concord("dev", "env")).isZero();
            List<String> lines = out.toString().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).isEqualTo("export CONCORD_ENDPOINTS=" + first.endpoint());
            assertThat(validity(lines.get(1).replace("export CONCORD_TOKEN=", "")))
                    .isEqualTo(Duration.ofHours(24));
        } finally {
            assertThat(concord("dev", "stop")).isZero();
        }
        assertThat(out.toString()).startsWith("Stopped n1");
        assertThat(concord("dev", "status")).isEqualTo(3);
        assertThat(out.toString()).contains("dead: stopped");
        assertThat(concord("dev", "--nodes", "3")).isEqualTo(1);
        assertThat(err.toString()).contains("cluster of 1 nodes").contains("--nodes 3");
    }

    @Test
    void a_token_is_printed_alone() throws Exception {
        try {
            assertThat(startDetached()).as(err.toString()).isZero();

            assertThat(concord("dev", "token", "--group", "reader", "--subject", "bob", "--valid", "5m"))
                    .isZero();
        } finally {
            String token = out.toString().strip();
            concord("dev", "stop");
            var claims = SignedJWT.parse(token).getJWTClaimsSet();
            assertThat(claims.getSubject()).isEqualTo("bob");
            assertThat(claims.getStringListClaim("groups")).containsExactly("concord-reader");
            assertThat(validity(token)).isEqualTo(Duration.ofMinutes(5));
        }
    }

    @Test
    void a_cluster_whose_nodes_all_die_in_the_foreground_fails() throws Exception {
        var command = new Thread(() -> concord(
                "dev",
                "--nodes",
                "1",
                "--http-port",
                Integer.toString(first.httpPort()),
                "--cluster-port",
                Integer.toString(first.clusterPort())));
        command.start();
        await(() -> out.toString().contains("Ctrl-C stops it"));

        ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("FakeServer"))
                .forEach(ProcessHandle::destroyForcibly);
        command.join(Duration.ofMinutes(1).toMillis());

        assertThat(command.isAlive()).isFalse();
        assertThat(err.toString())
                .contains("node n1 ended with exit code 137; its log: " + home)
                .contains("all nodes have ended");
    }

    @Test
    void the_data_directory_can_be_given_before_and_after_the_command() {
        Path data = home.resolve("elsewhere");

        assertThat(concord("dev", "env", "--data", data.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no cluster in " + data);
        assertThat(concord("dev", "--data", data.toString(), "env")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no cluster in " + data);
    }

    @Test
    void a_missing_installation_names_the_command_that_builds_it() throws IOException {
        Files.delete(home.resolve("liberty-config/.liberty/wlp/usr/servers/concord/apps/concord-server.war"));

        assertThat(concord("dev")).isEqualTo(1);
        assertThat(err.toString()).startsWith("concord: the Concord WAR").contains("./mvnw -DskipTests package");
    }

    @Test
    void wrong_usage_exits_with_2_and_points_to_help() {
        assertThat(concord("dev", "--node", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("--node").contains("concord dev --help");
        assertThat(concord("dev", "token", "--valid", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("'soon' is not a positive duration");
        assertThat(concord()).isEqualTo(2);
        assertThat(concord("dev", "--help")).isZero();
        assertThat(out.toString()).contains("--cluster-port").contains("stop");
    }

    private static Duration validity(String token) throws Exception {
        var claims = SignedJWT.parse(token).getJWTClaimsSet();
        return Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNanos);
            Thread.onSpinWait();
        }
    }
}
