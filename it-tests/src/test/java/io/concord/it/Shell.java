package io.concord.it;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code bin/concord} as an operator runs it, in a shell that knows nothing but the tests' cluster. */
record Shell(Map<String, String> environment) {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** With the addresses of a cluster, or of some of its nodes, and a token. */
    static Shell of(LocalCluster cluster, TokenGroup group, List<URI> endpoints) {
        return new Shell(Map.of(
                "CONCORD_ENDPOINTS",
                endpoints.stream().map(URI::toString).collect(Collectors.joining(",")),
                "CONCORD_TOKEN",
                cluster.tokens().mint("operator", group, Duration.ofHours(1))));
    }

    /** How a command ended, with what it printed. */
    record Ended(int exitCode, String out, String err) {}

    /** A command on its way. */
    record Running(String line, Process process, Path out, Path err) {
        Ended await() throws IOException {
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("still running: " + line + "\n" + Files.readString(err));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            return new Ended(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        }
    }

    Ended concord(String... arguments) throws IOException {
        return start(command("concord", arguments)).await();
    }

    /** A line of the shell, in which {@link #command} may stand. */
    Running start(String line) throws IOException {
        var out = Files.createTempFile(Path.of("target"), "shell", ".out");
        var err = Files.createTempFile(Path.of("target"), "shell", ".err");
        var builder = new ProcessBuilder("sh", "-c", line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CONCORD_"));
        builder.environment().putAll(environment);
        return new Running(line, builder.start(), out, err);
    }

    static String command(String script, String... arguments) {
        return "'" + Clusters.projectHome().resolve("bin").resolve(script) + "' '" + String.join("' '", arguments)
                + "'";
    }
}
