package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.concord.cli.cluster.HealthProbe;
import io.concord.cli.cluster.NodeHealth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the image starts, with the variables of the compose file: a cluster that lives through what happens to containers. */
class ContainerIT {
    private static final List<String> IDS = List.of("n1", "n2", "n3");
    private static final long MEMORY_MIB = 512;
    private static final double HEAP_SHARE = 0.6;

    /** In the place of the memory that an engine would allow; and the quick compiler alone. */
    private static final Map<String, String> MACHINE = Map.of(
            "JVM_ARGS", "-XX:TieredStopAtLevel=1 -XX:MaxRAM=" + MEMORY_MIB + "m", "CONCORD_REQUEST_SLOW_MILLIS", "1");

    private final HealthProbe probe = new HealthProbe();

    @Test
    void a_cluster_is_founded_stops_goes_on_and_takes_back_a_node_without_its_volume() throws Exception {
        try (var nodes = new ContainerNodes("container", List.of("n1", "n2", "n3", "n4"))) {
            nodes.makeKeys();
            var image = nodes.imageFiles();

            for (var id : IDS) {
                nodes.start(id, dotEnv("true"), MACHINE);
            }
            awaitReady(nodes, IDS);
            var written = client(nodes, "n1").put("greeting", "hello");
            assertThat(written.statusCode()).isEqualTo(201);
            assertThat(Client.text(client(nodes, "n3").get("greeting"))).isEqualTo("hello");

            assertThat(nodes.health("n2")).isZero();
            assertThat(nodes.imageFiles()).as("the root may be read-only").isEqualTo(image);
            assertPasswordsAreTheirOwn(nodes);
            assertPrometheusMayAskAndMemoryIsTheContainers(nodes);

            assertThat(Files.readString(nodes.console("n1")))
                    .as("slow requests, without their values")
                    .containsPattern("slow request: PUT \\\\/v1\\\\/kv \\(put\\) took \\d+ ms and ended with ok")
                    .doesNotContain("hello");

            // A planned stop of all, and a start that founds nothing.
            for (var id : IDS) {
                assertThat(nodes.stop(id)).isEqualTo(143);
            }
            assertThat(nodes.health("n2")).isNotZero();
            for (var id : IDS) {
                nodes.start(id, dotEnv("false"), MACHINE);
            }
            awaitReady(nodes, IDS);
            assertThat(Client.text(client(nodes, "n2").get("greeting"))).isEqualTo("hello");

            // A volume is lost, and somebody has forgotten to take 'true' away: still no vote, and no other cluster.
            nodes.stop("n3");
            nodes.loseVolume("n3");
            nodes.start("n3", dotEnv("true"), MACHINE);
            awaitReady(nodes, List.of("n3"));
            assertThat(client(nodes, "n3").status().getString("role")).isEqualTo("learner");
            assertThat(Client.text(client(nodes, "n3").get("greeting"))).isEqualTo("hello");

            // One more than there were, with the longer list that only it knows.
            var longer = members(nodes, List.of("n1", "n2", "n3", "n4"));
            var more = new LinkedHashMap<>(MACHINE);
            more.put("CONCORD_CLUSTER_MEMBERS", longer);
            nodes.start("n4", dotEnv("false"), more);
            awaitReady(nodes, List.of("n4"));
            assertThat(client(nodes, "n4").status().getString("role")).isEqualTo("learner");
            assertThat(client(nodes, "n1").status().getInt("majority")).isEqualTo(2);

            // Two of three are stopped: n1 says that it has no majority.
            assertThat(quorumLosses(nodes)).isZero();
            nodes.stop("n3");
            nodes.stop("n2");
            await().atMost(Duration.ofSeconds(30)).until(() -> quorumLosses(nodes) == 1);
            assertThat(Files.readString(nodes.console("n1")))
                    .contains("n1 reaches 1 of the voting members, and 2 are needed");
        }
    }

    @Test
    void a_start_without_what_it_needs_says_what_that_is() throws Exception {
        try (var nodes = new ContainerNodes("container-refused", List.of("n1"))) {
            assertRefused(
                    nodes, Map.of(), "store-password' (CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD_FILE) cannot be read");
            assertRefused(
                    nodes,
                    Map.of("WLP_OUTPUT_DIR", "/proc/nothing"),
                    "'/proc/nothing' (WLP_OUTPUT_DIR) cannot be written to");
            assertRefused(nodes, Map.of("WLP_HOME", "/nowhere"), "there is no Open Liberty in '/nowhere'");
            assertRefused(
                    nodes,
                    Map.of("CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD", "secret"),
                    "both CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD and CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD_FILE are set");
            assertThat(Files.readString(nodes.console("n1"))).doesNotContain("=secret");
        }
    }

    @Test
    void traces_are_sent_when_they_are_switched_on_and_have_neither_values_nor_tokens() throws Exception {
        var received = new ByteArrayOutputStream();
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            synchronized (received) {
                received.write(exchange.getRequestBody().readAllBytes());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (var nodes = new ContainerNodes("container-traces", List.of("n1"))) {
            nodes.makeKeys();
            nodes.addToServer("configDropins/defaults", "deploy/telemetry/telemetry.xml");
            var traced = new LinkedHashMap<>(MACHINE);
            traced.put("CONCORD_CLUSTER_MEMBERS", members(nodes, List.of("n1")));
            traced.put("OTEL_SDK_DISABLED", "false");
            traced.put("OTEL_SERVICE_NAME", "concord");
            traced.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
            traced.put(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://127.0.0.1:" + collector.getAddress().getPort());
            traced.put("OTEL_METRICS_EXPORTER", "none");
            traced.put("OTEL_LOGS_EXPORTER", "none");
            traced.put("OTEL_BSP_SCHEDULE_DELAY", "100");
            nodes.start("n1", dotEnv("true"), traced);
            awaitReady(nodes, List.of("n1"));

            client(nodes, "n1").put("greeting", "hello");

            await().atMost(Duration.ofSeconds(30)).until(() -> text(received).contains("/v1/kv"));
            assertThat(text(received)).doesNotContain("hello").doesNotContain(nodes.key("admin-token"));
        } finally {
            collector.stop(0);
        }
    }

    private static String text(ByteArrayOutputStream received) {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static double quorumLosses(ContainerNodes nodes) throws IOException {
        var prometheus = Client.overHttps(nodes.layout("n1").httpsPort(), nodes.key("prometheus-token"));
        var scrape = new Scrape();
        scrape.add(Client.text(prometheus.send("GET", "/metrics", null)));
        return scrape.samples("concord_quorum_losses_total").get(0).value();
    }

    private static void assertRefused(ContainerNodes nodes, Map<String, String> changed, String said) throws Exception {
        var process = nodes.start("n1", dotEnv("true"), changed);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(78);
        assertThat(Files.readString(nodes.console("n1"))).contains(said);
    }

    private static void assertPasswordsAreTheirOwn(ContainerNodes nodes) throws IOException {
        var passwords = new LinkedHashMap<String, String>();
        for (var id : IDS) {
            var file = nodes.written(id, "run/.passwords");
            passwords.put(id, Files.readString(file));
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
        assertThat(passwords.values())
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("(\\w+=[0-9a-f]{48}\n){2}"));
    }

    private static void assertPrometheusMayAskAndMemoryIsTheContainers(ContainerNodes nodes) throws IOException {
        var prometheus = Client.overHttps(nodes.layout("n1").httpsPort(), nodes.key("prometheus-token"));
        var scrape = prometheus.send("GET", "/metrics", null);

        assertThat(scrape.statusCode()).isEqualTo(200);
        var heap = Client.text(scrape)
                .lines()
                .filter(line -> line.startsWith("memory_maxHeap_bytes"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
        assertThat(heap / (MEMORY_MIB << 20)).isBetween(HEAP_SHARE - 0.1, HEAP_SHARE + 0.02);
    }

    private void awaitReady(ContainerNodes nodes, List<String> ids) {
        await().atMost(Clusters.START_PATIENCE)
                .until(
                        () -> ids.stream()
                                .map(id -> probe.check(nodes.layout(id)))
                                .toList(),
                        healths -> healths.stream().allMatch(health -> health.phase() == NodeHealth.Phase.READY));
    }

    private static Client client(ContainerNodes nodes, String id) throws IOException {
        return new Client(nodes.layout(id).endpoint(), nodes.key("admin-token"));
    }

    private static String members(ContainerNodes nodes, List<String> ids) {
        return ids.stream().map(id -> nodes.layout(id).member()).collect(Collectors.joining(","));
    }

    /** What an operator writes into {@code .env}; {@code Keys.java} names the issuer. */
    private static Map<String, String> dotEnv(String bootstrap) {
        return Map.of("CONCORD_CLUSTER_BOOTSTRAP", bootstrap, "MP_JWT_VERIFY_ISSUER", "https://issuer.example");
    }
}
