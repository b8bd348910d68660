package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How nodes start: alone, with a wrong configuration, without authentication. */
class StartIT {
    @Test
    void a_node_alone_waits_for_the_others_and_says_so() throws IOException {
        try (var cluster = Clusters.of(3, "alone")) {
            cluster.start("n3");
            var client = SharedCluster.client(cluster, "n3", TokenGroup.ADMIN);
            await().atMost(Clusters.START_PATIENCE)
                    .ignoreExceptions()
                    .until(() -> client.status().getString("status").equals("no-quorum"));

            var ready = client.send("GET", "/health/ready", null);
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(Client.text(ready)).contains("waiting for all members to found the cluster: 1 of 3 reachable");
            assertThat(client.send("GET", "/health/live", null).statusCode()).isEqualTo(200);
            assertThat(client.send("GET", "/health/started", null).statusCode()).isEqualTo(200);
            assertThat(client.put("k", "v").statusCode()).isEqualTo(503);

            // A cluster is founded by all of its members; from then on a majority is enough.
            cluster.start("n1");
            cluster.start("n2");
            cluster.awaitReady(Clusters.START_PATIENCE);
            cluster.stop("n2");

            await().atMost(Clusters.START_PATIENCE)
                    .until(() -> client.put("k", "v").statusCode() == 201);
        }
    }

    @Test
    void a_wrong_configuration_refuses_to_start_and_names_every_problem() throws IOException {
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_NODE_ID", "n9")
                .withEnvironment("CONCORD_LIMITS_VALUE_BYTES_MAX", "1MiB")
                .withEnvironment("CONCORD_LIMIT_REQUESTS_IN_FLIGHT_MAX", "10");
        try (var cluster = Clusters.of(1, "misconfigured", options)) {
            cluster.start("n1");

            await().atMost(Clusters.START_PATIENCE).until(() -> console(cluster).contains("Concord does not start"));

            assertThat(console(cluster))
                    .contains(
                            "Concord does not start: 3 problems in its configuration",
                            "concord.node.id is 'n9'; it must be one of the ids in concord.cluster.members",
                            "concord.limits.value-bytes-max is '1MiB'; it is a whole number between 1 and 8388608",
                            "CONCORD_LIMIT_REQUESTS_IN_FLIGHT_MAX is not a setting of Concord;"
                                    + " did you mean CONCORD_LIMITS_REQUESTS_IN_FLIGHT_MAX?");
            var client = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
            await().atMost(Clusters.START_PATIENCE)
                    .ignoreExceptions()
                    .until(() -> client.send("GET", "/health/ready", null).statusCode() == 503);
            assertThat(client.get("k").statusCode()).isIn(404, 503);
        }
    }

    @Test
    void a_cluster_port_that_others_reach_without_certificates_refuses_to_start() throws IOException {
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_CLUSTER_MEMBERS", "n1=192.0.2.1:7800")
                .withEnvironment("CONCORD_CLUSTER_TLS_KEYSTORE", "")
                .withEnvironment("CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD", "")
                .withEnvironment("CONCORD_CLUSTER_TLS_TRUSTSTORE", "")
                .withEnvironment("CONCORD_CLUSTER_TLS_TRUSTSTORE_PASSWORD", "");
        try (var cluster = Clusters.of(1, "exposed", options)) {
            cluster.start("n1");

            await().atMost(Clusters.START_PATIENCE).until(() -> console(cluster).contains("Concord does not start"));

            assertThat(console(cluster))
                    .contains(
                            "concord.cluster.members puts this node at 192.0.2.1:7800, where others can reach it",
                            "set concord.cluster.tls.keystore");
        }
    }

    @Test
    void plain_http_that_others_reach_refuses_to_start() throws IOException {
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_HTTP_HOST", "0.0.0.0")
                .withEnvironment("CONCORD_HTTPS_HOST", "0.0.0.0");
        try (var cluster = Clusters.of(1, "plain", options)) {
            cluster.start("n1");

            await().atMost(Clusters.START_PATIENCE).until(() -> console(cluster).contains("Concord does not start"));

            assertThat(console(cluster))
                    .contains(
                            "where others can reach plain HTTP on port",
                            "set concord.http.plain-allowed=true if the network is trusted",
                            "concord.https.host is '0.0.0.0', and the certificate that the server makes itself");
            // The container opens its ports when it has tried its applications.
            var client = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
            await().atMost(Clusters.START_PATIENCE)
                    .ignoreException(ConnectException.class)
                    .untilAsserted(
                            () -> assertThat(client.get("k").statusCode()).isIn(404, 503));
        }
    }

    @Test
    void a_stack_with_a_door_for_commands_refuses_to_start() throws IOException {
        var shipped = Clusters.libertyHome().resolve("usr/servers/concord/concord-stack.xml");
        var stack = Path.of("target", "stack-with-client.xml").toAbsolutePath();
        Files.writeString(stack, Files.readString(shipped).replace("</config>", "<raft.CLIENT/></config>"));
        var options = Clusters.OPTIONS.withEnvironment("CONCORD_RAFT_STACK", stack.toString());
        try (var cluster = Clusters.of(1, "unsafe-stack", options)) {
            cluster.start("n1");

            await().atMost(Clusters.START_PATIENCE).until(() -> console(cluster).contains("is not safe"));

            assertThat(console(cluster))
                    .contains("the JGroups stack " + stack, "CLIENT: it executes commands of whoever reaches its port");
        }
    }

    @Test
    void without_authentication_everybody_may_do_everything_and_the_log_warns() throws IOException {
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_AUTH_ENABLED", "false")
                .withEnvironment("MP_JWT_VERIFY_ISSUER", "")
                .withEnvironment("MP_JWT_VERIFY_AUDIENCES", "")
                .withEnvironment("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "");
        try (var cluster = Clusters.of(1, "open", options)) {
            cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
            var anybody = new Client(cluster.endpoint("n1"), null);

            assertThat(anybody.put("k", "v").statusCode()).isEqualTo(201);
            assertThat(Client.header(anybody.get("k"), "Concord-Author")).isEqualTo("anonymous");
            assertThat(console(cluster))
                    .contains("concord.auth.enabled is false: everybody who can reach this node")
                    .as("the filter that the server's JVM options set")
                    .doesNotContain("jdk.serialFilter");
        }
    }

    private static String console(LocalCluster cluster) throws IOException {
        return Files.readString(cluster.files("n1").consoleLog());
    }
}
