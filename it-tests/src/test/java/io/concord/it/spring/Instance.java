package io.concord.it.spring;

import static java.util.Objects.requireNonNull;

import io.concord.cli.cluster.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The sample application in a JVM of its own, with nothing of the tests on its class path. */
final class Instance implements AutoCloseable {
    private static final Path JAR = Path.of(
            requireNonNull(System.getProperty("concord.home"), "concord.home"),
            "spring-sample/target/concord-spring-sample.jar");
    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final long PATIENCE_SECONDS = 120;

    private final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final Process process;

    private Instance(Process process) {
        this.process = process;
        var reader = new Thread(this::read, "output of the sample");
        reader.setDaemon(true);
        reader.start();
    }

    /** Begins to start it; it finds the cluster by the variables that {@code bin/concord dev env} prints. */
    static Instance start(LocalCluster cluster) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(List.of(
                        java,
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString(),
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--concord.client.timeout-millis=30000"))
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("CONCORD_") || key.startsWith("JAVA_"));
        builder.environment().put("CONCORD_ENDPOINTS", String.join(",", endpoints(cluster)));
        builder.environment().put("CONCORD_TOKEN", Connection.token(cluster));
        return new Instance(builder.start());
    }

    private static List<String> endpoints(LocalCluster cluster) {
        return cluster.endpoints().stream().map(URI::toString).toList();
    }

    private void read() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                var started = STARTED.matcher(line);
                if (started.find()) {
                    port.complete(Integer.valueOf(started.group(1)));
                }
            }
            port.completeExceptionally(
                    new IllegalStateException("the sample has ended:\n" + String.join("\n", output)));
        } catch (IOException e) {
            port.completeExceptionally(new UncheckedIOException(e));
        }
    }

    long pid() {
        return process.pid();
    }

    String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    void delete(String path) throws Exception {
        send(HttpRequest.newBuilder(uri(path)).DELETE().build());
    }

    private URI uri(String path) throws ExecutionException, InterruptedException, TimeoutException {
        return URI.create("http://127.0.0.1:" + port.get(PATIENCE_SECONDS, TimeUnit.SECONDS) + path);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer + " " + answer.body() + "\n" + String.join("\n", output));
        }
        return answer.body();
    }

    @Override
    public void close() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
