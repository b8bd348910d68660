package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code bin/concord dev} as a newcomer uses it, in a shell. */
class DevCommandIT {
    private record Result(int exitCode, String output) {}

    private final Path data = Clusters.emptied("dev-command");
    private final int httpBase = consecutive(new FreePorts());
    private final int clusterBase = new FreePorts().cluster();

    @AfterEach
    void nothing_is_left_running() throws IOException {
        concord("dev", "stop", "--data", data.toString());
    }

    @Test
    void a_newcomer_starts_uses_stops_and_starts_again() throws IOException {
        var started = start("--nodes", "2", "--detach");
        assertThat(started.exitCode()).as(started.output()).isZero();
        assertThat(started.output()).contains("http://127.0.0.1:" + httpBase, "export CONCORD_TOKEN=ey");

        var requests = started.output()
                .lines()
                .filter(line -> line.startsWith("curl "))
                .toList();
        assertThat(requests).hasSize(3);
        assertThat(shell(requests.get(0)).output()).contains("HTTP/1.1 201");
        assertThat(shell(requests.get(1)).output()).contains("HTTP/1.1 200", "hello, world");
        assertThat(shell(requests.get(2)).output()).contains("HTTP/1.1 204", "Concord-Deleted: 1");

        var viaEnvironment = shell(
                "eval \"$(" + command("dev", "env", "--data", data.toString()) + ")\""
                        + " && curl -s -i -X PUT -d kept -H \"Authorization: Bearer $CONCORD_TOKEN\" \"${CONCORD_ENDPOINTS##*,}/v1/kv/kept\"");
        assertThat(viaEnvironment.output()).contains("HTTP/1.1 201");
        assertThat(concord("dev", "status", "--data", data.toString()).output()).contains("n1", "n2", "ready");
        assertThat(start("--nodes", "2", "--detach").output()).contains("already running");

        assertThat(concord("dev", "stop", "--data", data.toString()).exitCode()).isZero();
        assertThat(concord("dev", "status", "--data", data.toString()).exitCode())
                .isEqualTo(3);
        assertThat(start("--nodes", "3", "--detach").output()).contains("2", "3", "--nodes 2");

        assertThat(start("--nodes", "2", "--detach").exitCode()).isZero();
        var read = shell(requests.get(1).replace("greeting", "kept"));
        assertThat(read.output()).contains("HTTP/1.1 200", "kept");
    }

    @Test
    void a_busy_port_is_named_with_what_to_do() throws IOException {
        try (var busy = new ServerSocket(httpBase, 1, InetAddress.getLoopbackAddress())) {
            var result = start("--nodes", "1", "--detach");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output())
                    .contains("port " + busy.getLocalPort() + " is in use", "--http-port")
                    .doesNotContain("Exception", "\tat ");
        }
    }

    private Result start(String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "dev",
                "--data",
                data.toString(),
                "--http-port",
                Integer.toString(httpBase),
                "--cluster-port",
                Integer.toString(clusterBase)));
        arguments.addAll(List.of(more));
        return concord(arguments.toArray(String[]::new));
    }

    private static Result concord(String... arguments) throws IOException {
        return shell(command(arguments));
    }

    private static String command(String... arguments) {
        return "'" + Clusters.projectHome().resolve("bin/concord") + "' '" + String.join("' '", arguments) + "'";
    }

    /** Output goes to a file: servers that stay behind would hold a pipe open for ever. */
    private static Result shell(String line) throws IOException {
        var output = Files.createTempFile(Path.of("target"), "shell", ".txt");
        var process = new ProcessBuilder("sh", "-c", line)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(Clusters.START_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running: " + line + "\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** A base with a few free ports above it, for HTTP and for the HTTPS that goes with it. */
    private static int consecutive(FreePorts ports) {
        for (var attempt = 0; attempt < 100; attempt++) {
            var base = ports.http();
            if (isFree(base + 1) && isFree(base + 2) && isFree(base + 364) && isFree(base + 365)) {
                return base;
            }
        }
        throw new IllegalStateException("no consecutive free ports");
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
