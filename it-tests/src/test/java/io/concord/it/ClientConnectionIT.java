package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.ServerCertificates;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.jcache.settings.ClientSettings;
import io.concord.jcache.transport.HttpStoreConnection;
import io.concord.jcache.transport.StoreConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's connection to real nodes, by TLS and with tokens, while they die. */
class ClientConnectionIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CALLERS = 8;
    private static final int INCREMENTS_EACH_PHASE = 200;

    private static LocalCluster cluster = Clusters.of(3, "client");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_leader_killed_under_load_fails_no_call_and_nothing_is_applied_twice() throws Exception {
        var leader = Clusters.leader(cluster, ALL, PATIENCE);
        var done = new AtomicLong();
        var stop = new AtomicBoolean();
        var threads = Executors.newFixedThreadPool(CALLERS);
        try (var connection = HttpStoreConnection.open(settings())) {
            var callers = IntStream.range(0, CALLERS)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> count(connection, i, done, stop), threads))
                    .toList();
            await().atMost(PATIENCE).until(() -> done.get() >= INCREMENTS_EACH_PHASE);

            cluster.kill(leader);

            var atKill = done.get();
            await().atMost(PATIENCE).until(() -> done.get() >= atKill + INCREMENTS_EACH_PHASE);
            stop.set(true);
            var counts = new ArrayList<Long>();
            for (var caller : callers) {
                counts.add(caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }

            var sum = counts.stream().mapToLong(Long::longValue).sum();
            assertThat(read(connection, shared())).isEqualTo(sum);
            assertThat(done).hasValue(sum);
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    /** Adds to a counter of its own and to the shared one; returns how often. Fails if any call does. */
    private static long count(StoreConnection connection, int caller, AtomicLong done, AtomicBoolean stop) {
        var own = new EntryName(Namespace.DEFAULT, new Key("own-" + caller));
        long count = 0;
        while (!stop.get()) {
            count++;
            assertThat(increment(connection, own))
                    .as("own counter of caller %d", caller)
                    .isEqualTo(count);
            increment(connection, shared());
            assertThat(read(connection, own)).as("what caller %d reads", caller).isEqualTo(count);
            done.incrementAndGet();
        }
        return count;
    }

    private static long increment(StoreConnection connection, EntryName at) {
        var reply = connection
                .write(new BatchChange.Increment(at, 1, 0, Expiry.never()))
                .toCompletableFuture()
                .join();
        return ((BatchOutcome.Incremented) reply.outcome()).value();
    }

    private static long read(StoreConnection connection, EntryName at) {
        var reply = connection
                .read(new BatchOperation.Get(at, false))
                .toCompletableFuture()
                .join();
        var entry = ((BatchOutcome.Found) reply.outcome()).entry().orElseThrow();
        return Long.parseLong(new String(entry.value().toByteArray(), StandardCharsets.UTF_8));
    }

    private static EntryName shared() {
        return new EntryName(Namespace.DEFAULT, new Key("shared"));
    }

    private ClientSettings settings() throws Exception {
        var properties = new Properties();
        properties.setProperty("concord.client.endpoints", ServerCertificates.endpoints(cluster));
        properties.setProperty(
                "concord.client.tls.truststore",
                ServerCertificates.writeTrusted(cluster, directory.resolve("nodes.pem"))
                        .toString());
        properties.setProperty(
                "concord.client.token-file",
                Files.writeString(
                                directory.resolve("token"),
                                cluster.tokens().mint("alice", TokenGroup.WRITER, Duration.ofHours(1)))
                        .toString());
        // More than the failover of a killed leader takes on a busy machine.
        properties.setProperty("concord.client.timeout-millis", "30000");
        return ClientSettings.read(ClientSettings.DEFAULT_URI, properties, ClientConnectionIT.class.getClassLoader());
    }
}
