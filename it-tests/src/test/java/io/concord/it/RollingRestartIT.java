package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.it.cache.RecordingListener;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The restart of every node as docs/operations.md describes it, by {@code bin/concord} and under load. */
class RollingRestartIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int STEPS_EACH_PHASE = 100;
    private static final int WRITERS = 3;

    private final LocalCluster cluster = Clusters.of(3, "rolling-restart");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CachingProvider> providers = new ArrayList<>();
    private final List<AtomicInteger> written =
            IntStream.range(0, WRITERS).mapToObj(i -> new AtomicInteger()).toList();
    private volatile boolean stopped;

    @BeforeEach
    void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterEach
    void stop() {
        stopped = true;
        threads.shutdownNow();
        providers.forEach(CachingProvider::close);
        cluster.close();
    }

    @Test
    void every_node_is_restarted_and_no_call_of_a_client_fails() throws Exception {
        var listener = new RecordingListener();
        var watching = open();
        watching.registerCacheEntryListener(listener.configuration(false));
        var writing = IntStream.range(0, WRITERS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> writeAndRead(open(), i), threads))
                .toList();
        awaitSteps(writing);

        for (var id : leaderLast()) {
            assertThat(concord("upgrade", "check", "--wait", "4m").exitCode()).isZero();
            if (id.equals(leader())) {
                assertThat(concord("leader", "move").exitCode()).isZero();
            }
            cluster.stop(id);
            assertThat(concord("put", "restarting", id).exitCode()).isZero();
            assertThat(concord("get", "restarting").out()).isEqualTo(id);
            awaitSteps(writing);
            assertOthersMustStay(id);
            cluster.start(id);
        }
        assertThat(concord("upgrade", "check", "--wait", "4m").out()).contains("All are of one release");
        assertThat(concord("upgrade", "finish").out()).isEqualTo("the cluster uses formats up to level 1\n");
        awaitSteps(writing);
        stopped = true;
        for (var writer : writing) {
            writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        for (var i = 0; i < WRITERS; i++) {
            requireHeard(listener, key(i), written.get(i).get());
            assertThat(watching.get(key(i)))
                    .isEqualTo(Integer.toString(written.get(i).get() - 1));
        }
        assertThat(listener.breaks()).isEmpty();
    }

    /** While one is down, the command that is asked before each stop says no. */
    private void assertOthersMustStay(String down) throws IOException {
        var check = concord("upgrade", "check", "--timeout", "2s");

        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.out())
                .contains(
                        "problem: " + cluster.endpoint(down) + " does not answer",
                        "problem: '" + down + "' cannot be reached",
                        "do not stop a member now");
    }

    /** Any exception of a call ends it, and is told to who waits for it. */
    private void writeAndRead(Cache<String, String> cache, int writer) {
        for (var i = 0; !stopped; i++) {
            cache.put(key(writer), Integer.toString(i));
            assertThat(cache.get(key(writer))).isEqualTo(Integer.toString(i));
            written.get(writer).incrementAndGet();
        }
    }

    private static String key(int writer) {
        return "writer-" + writer;
    }

    private static void requireHeard(RecordingListener listener, String key, int count) {
        await().atMost(PATIENCE).until(() -> listener.values(key).size() >= count);
        assertThat(listener.values(key))
                .isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    private void awaitSteps(List<CompletableFuture<Void>> writing) {
        var goals =
                written.stream().map(steps -> steps.get() + STEPS_EACH_PHASE).toList();
        await().atMost(PATIENCE).until(() -> {
            writing.stream().filter(CompletableFuture::isDone).forEach(CompletableFuture::join);
            return IntStream.range(0, WRITERS).allMatch(i -> written.get(i).get() >= goals.get(i));
        });
    }

    private List<String> leaderLast() {
        var leader = leader();
        var order = new ArrayList<>(ALL);
        order.remove(leader);
        order.add(leader);
        return order;
    }

    private String leader() {
        return Clusters.leader(cluster, ALL, PATIENCE);
    }

    private Shell.Ended concord(String... arguments) throws IOException {
        var endpoints = cluster.endpoints().stream().map(URI::toString).collect(Collectors.joining(","));
        var token = cluster.tokens().mint("operator", TokenGroup.ADMIN, Duration.ofHours(1));
        return new Shell(Map.of("CONCORD_ENDPOINTS", endpoints, "CONCORD_TOKEN", token)).concord(arguments);
    }

    /** By a manager and with connections of its own. */
    private Cache<String, String> open() {
        var properties = new Properties();
        properties.setProperty(
                "concord.client.token",
                cluster.tokens().mint("rolling-restart", TokenGroup.WRITER, Duration.ofHours(1)));
        properties.setProperty("concord.client.timeout-millis", "30000");
        var provider = Caching.getCachingProvider(new ClassLoader(getClass().getClassLoader()) {});
        synchronized (providers) {
            providers.add(provider);
        }
        return provider.getCacheManager(URI.create("concord+http://" + authorities() + "/"), null, properties)
                .createCache(
                        "restarts", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private String authorities() {
        return cluster.endpoints().stream()
                .map(endpoint -> "127.0.0.1:" + endpoint.getPort())
                .collect(Collectors.joining(","));
    }
}
