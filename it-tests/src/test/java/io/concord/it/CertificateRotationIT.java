package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LaunchOptions;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TestCertificates;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The certificates between the members, changed as docs/cluster-tls.md says: the authority in three rounds, one member at a
 * time, while writers go on through all of them.
 */
class CertificateRotationIT {
    private static final String RUN = "rotation";
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WRITES_BETWEEN = 20;

    private final TestCertificates first = new TestCertificates("First");
    private final TestCertificates second = new TestCertificates("Second");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void the_authority_of_a_running_cluster_is_changed_without_losing_a_write() throws Exception {
        for (var id : ALL) {
            first.keystore(keystore(id), "CN=" + id);
            TestCertificates.truststore(truststore(id), first);
        }
        try (var cluster = Clusters.of(3, "certificate-rotation", options())) {
            cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
            var acknowledged = new HashMap<String, String>();
            var writers = new TreeMap<String, AckedWrites>();
            ALL.forEach(id -> writers.put(id, AckedWrites.start(cluster, RUN, List.of(id))));
            try {
                round(cluster, writers, id -> TestCertificates.truststore(truststore(id), first, second));
                round(cluster, writers, id -> second.keystore(keystore(id), "CN=" + id));
                round(cluster, writers, id -> TestCertificates.truststore(truststore(id), second));
            } finally {
                writers.values().forEach(writes -> acknowledged.putAll(writes.finish()));
            }

            assertThat(acknowledged.size()).isGreaterThan(9 * WRITES_BETWEEN);
            for (var id : ALL) {
                assertThat(stored(SharedCluster.client(cluster, id, TokenGroup.READER)))
                        .as("at %s", id)
                        .containsAllEntriesOf(acknowledged);
            }
            // Whoever still has a certificate of the old authority is a stranger now.
            first.keystore(keystore("n3"), "CN=n3");
            cluster.stop("n3");
            cluster.start("n3");
            await().atMost(PATIENCE).until(() -> console(cluster).contains("would refuse its certificate"));
        }
    }

    /** All that was written, by key, as one answer: there is too much of it to be asked for one by one. */
    private static Map<String, String> stored(Client reader) throws IOException {
        var answer = reader.send("GET", "/v1/kv?prefix=" + RUN + "/", null, "Accept", "application/x-ndjson");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Client.text(answer)
                .lines()
                .map(Client::json)
                .collect(Collectors.toMap(entry -> entry.getString("key"), Client::storedText));
    }

    private interface Change {
        void of(String id) throws Exception;
    }

    /** One member after the other, as the document says: replace its file, restart it, wait until it is ready. */
    private static void round(LocalCluster cluster, Map<String, AckedWrites> writers, Change change) throws Exception {
        for (var id : ALL) {
            var others = ALL.stream().filter(other -> !other.equals(id)).toList();
            var doubtful = doubtful(writers, others);

            change.of(id);
            cluster.stop(id);
            awaitWrites(writers, others);
            cluster.start(id);
            cluster.awaitReady(id, Clusters.START_PATIENCE);
            awaitWrites(writers, ALL);

            assertThat(doubtful(writers, others) - doubtful)
                    .as("writes through the others that got no clear answer while %s was restarted", id)
                    .isZero();
        }
    }

    private static void awaitWrites(Map<String, AckedWrites> writers, List<String> ids) {
        var wanted = new HashMap<String, Integer>();
        ids.forEach(id -> wanted.put(id, at(writers, id).count() + WRITES_BETWEEN));
        wanted.forEach((id, count) ->
                await().atMost(PATIENCE).until(() -> at(writers, id).count() >= count));
    }

    private static int doubtful(Map<String, AckedWrites> writers, List<String> ids) {
        return ids.stream().mapToInt(id -> at(writers, id).doubtful()).sum();
    }

    private static AckedWrites at(Map<String, AckedWrites> writers, String id) {
        return Objects.requireNonNull(writers.get(id));
    }

    private LaunchOptions options() {
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD", TestCertificates.PASSWORD)
                .withEnvironment("CONCORD_CLUSTER_TLS_TRUSTSTORE_PASSWORD", TestCertificates.PASSWORD);
        for (var id : ALL) {
            options = options.withNodeEnvironment(
                            id, "CONCORD_CLUSTER_TLS_KEYSTORE", keystore(id).toString())
                    .withNodeEnvironment(
                            id, "CONCORD_CLUSTER_TLS_TRUSTSTORE", truststore(id).toString());
        }
        return options;
    }

    private Path keystore(String id) {
        return directory.resolve(id + ".p12");
    }

    private Path truststore(String id) {
        return directory.resolve(id + "-trusts.p12");
    }

    private static String console(LocalCluster cluster) throws IOException {
        return Files.readString(cluster.files("n3").consoleLog());
    }
}
