package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.it.cache.CacheCall;
import io.concord.it.cache.CacheHistoryChecker;
import io.concord.it.cache.CacheWorker.Work;
import io.concord.it.cache.RecordingListener;
import io.concord.it.cache.WorkerProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What listeners hear and near caches serve while leaders are killed, and what a client does without any server. */
class CacheFailoverIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BOUND = Duration.ofSeconds(4);
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(1);
    private static final int STEPS_EACH_PHASE = 200;

    /** More than the failover of a killed leader takes on a busy machine. */
    private static final String TIMEOUT_MILLIS = "30000";

    private static final LocalCluster cluster =
            Clusters.of(3, "cache-failover", Clusters.OPTIONS.withEnvironment("CONCORD_WATCH_PROGRESS_MILLIS", "500"));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final List<CachingProvider> providers = new ArrayList<>();
    private volatile boolean stopped;

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void end() {
        stopped = true;
        threads.shutdownNow();
        workers.forEach(WorkerProcess::close);
        providers.forEach(CachingProvider::close);
    }

    @Test
    void listeners_hear_every_change_once_and_in_order_while_leaders_are_killed() throws Exception {
        var own = new RecordingListener();
        var other = new RecordingListener();
        var cache = open("listeners", Map.of());
        cache.registerCacheEntryListener(own.configuration(true));
        open("listeners", Map.of()).registerCacheEntryListener(other.configuration(false));
        var worker = startWorker("hearing", "listeners", Work.HEAR, Map.of());
        var done = new AtomicInteger();
        var writing = CompletableFuture.runAsync(() -> writeAndHear(cache, own, done), threads);

        awaitSteps(done, worker::count);
        killAndRestartTheLeader(() -> awaitSteps(done, worker::count));
        killAndRestartTheLeader(() -> awaitSteps(done, worker::count));
        stopped = true;
        writing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        worker.finish();

        assertThat(failures(worker.lines())).isEmpty();
        var written = new HashMap<>(Map.of("own-", done.get()));
        worker.lines().forEach(thread -> written.merge(thread, 1, Integer::sum));
        assertThat(written).hasSizeGreaterThan(2);
        written.forEach((keys, count) -> requireHeard(own, keys, count));
        written.forEach((keys, count) -> requireHeard(other, keys, count));
        assertThat(own.breaks()).isEmpty();
        assertThat(other.breaks()).isEmpty();
    }

    @Test
    void a_validated_near_cache_is_linearizable_while_leaders_are_killed() throws Exception {
        var validated = Map.of("CONCORD_CLIENT_NEAR_CACHE", "validated");
        startWorker("near-0", "validated", Work.HISTORY, validated);
        startWorker("near-1", "validated", Work.HISTORY, validated);
        startWorker("far", "validated", Work.HISTORY, Map.of());
        Runnable work = () -> workers.forEach(worker -> awaitMore(worker::count));

        work.run();
        killAndRestartTheLeader(work);
        for (var worker : workers) {
            worker.finish();
        }

        var lines = workers.stream().flatMap(worker -> worker.lines().stream()).toList();
        assertThat(failures(lines)).isEmpty();
        CacheHistoryChecker.requireLinearizable(
                lines.stream().map(CacheCall::fromLine).toList());
    }

    @Test
    void a_bounded_near_cache_keeps_its_bound_through_the_death_of_a_leader_and_fails_closed_without_servers()
            throws Exception {
        var writer = open("bounded", Map.of());
        var reader = open("bounded", bounded());
        writer.put("k", "0");
        writer.put("still", "stone");
        List<Long> acknowledged = new ArrayList<>(List.of(System.nanoTime()));
        var writes = new AtomicInteger();
        var reads = new AtomicInteger();
        var writing = CompletableFuture.runAsync(() -> writeNumbers(writer, acknowledged, writes), threads);
        var reading = CompletableFuture.runAsync(() -> readNumbers(reader, acknowledged, reads), threads);

        awaitSteps(writes, reads::get);
        killAndRestartTheLeader(() -> awaitSteps(writes, reads::get));
        stopped = true;
        writing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertServesWithoutServersButNotLongerThanTheBound(reader);
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
        writer.put("still", "moved");

        await().atMost(BOUND).ignoreExceptions().until(() -> "moved".equals(reader.get("still")));
    }

    @Test
    void a_cache_that_was_opened_without_servers_fails_in_time_and_works_once_they_are_there() {
        ALL.forEach(cluster::kill);

        var opening = System.nanoTime();
        var cache = open("absent", Map.of("concord.client.timeout-millis", Long.toString(SHORT_TIMEOUT.toMillis())));
        var opened = System.nanoTime();
        assertThatThrownBy(() -> cache.put("k", "v"))
                .isInstanceOf(CacheException.class)
                .satisfies(failure -> cluster.endpoints()
                        .forEach(endpoint -> assertThat(messages(failure)).contains(":" + endpoint.getPort())));
        assertThat(Duration.ofNanos(opened - opening)).as("opening").isLessThan(SHORT_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - opened))
                .as("failing")
                .isLessThan(SHORT_TIMEOUT.multipliedBy(3));
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);

        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> cache.put("k", "v"));
        assertThat(cache.get("k")).isEqualTo("v");
    }

    private void writeAndHear(Cache<String, String> cache, RecordingListener listener, AtomicInteger done) {
        for (var i = 0; !stopped; i++) {
            cache.put("own-" + i % 7, Integer.toString(i));

            assertThat(listener.last("own-" + i % 7)).isEqualTo(Integer.toString(i));
            done.incrementAndGet();
        }
    }

    /** The values of these keys are the numbers from 0, and no other key has them. */
    private static void requireHeard(RecordingListener listener, String keys, int count) {
        await().atMost(PATIENCE).until(() -> listener.values(keys).size() >= count);
        assertThat(listener.values(keys))
                .as("heard of %s", keys)
                .isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    private void writeNumbers(Cache<String, String> cache, List<Long> acknowledged, AtomicInteger writes) {
        while (!stopped) {
            cache.put("k", Integer.toString(writes.get() + 1));
            synchronized (acknowledged) {
                acknowledged.add(System.nanoTime());
            }
            writes.incrementAndGet();
        }
    }

    /** A value that was overwritten longer than the bound before the call must not be found. */
    private void readNumbers(Cache<String, String> cache, List<Long> acknowledged, AtomicInteger reads) {
        while (!stopped) {
            var invoked = System.nanoTime();
            var found = cached(cache);
            if (found.isEmpty()) {
                continue;
            }
            var next = found.get() + 1;
            synchronized (acknowledged) {
                if (next < acknowledged.size()) {
                    assertThat(Duration.ofNanos(invoked - acknowledged.get(next)))
                            .as("age of what was found in place of %d", next)
                            .isLessThanOrEqualTo(BOUND);
                }
            }
            reads.incrementAndGet();
        }
    }

    /** Empty where the cluster could not say in time. */
    private static Optional<Integer> cached(Cache<String, String> cache) {
        try {
            return Optional.of(Integer.valueOf(Objects.requireNonNull(cache.get("k"))));
        } catch (CacheException unavailable) {
            return Optional.empty();
        }
    }

    private static void assertServesWithoutServersButNotLongerThanTheBound(Cache<String, String> reader) {
        // Until it is proven fresh and is in memory.
        await().atMost(PATIENCE).until(() -> isQuick(() -> "stone".equals(reader.get("still"))));
        ALL.forEach(cluster::kill);
        var killed = System.nanoTime();

        var served = new AtomicInteger();
        await().atMost(BOUND.multipliedBy(4)).until(() -> {
            var since = Duration.ofNanos(System.nanoTime() - killed);
            try {
                assertThat(reader.get("still")).isEqualTo("stone");
            } catch (CacheException unavailable) {
                return since.compareTo(BOUND) > 0;
            }
            assertThat(since).as("served after the last server died").isLessThanOrEqualTo(BOUND);
            served.incrementAndGet();
            return false;
        });
        assertThat(served.get()).as("served from memory alone").isPositive();
    }

    private static boolean isQuick(BooleanSupplier call) {
        var invoked = System.nanoTime();
        return call.getAsBoolean() && System.nanoTime() - invoked < TimeUnit.MICROSECONDS.toNanos(100);
    }

    private WorkerProcess startWorker(String name, String cache, Work work, Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("CONCORD_TOKEN", token());
        settings.put("CONCORD_CLIENT_TIMEOUT_MILLIS", TIMEOUT_MILLIS);
        var worker = WorkerProcess.start(name, uri().toString(), cache, work, settings);
        workers.add(worker);
        return worker;
    }

    /** By a manager and with connections of its own. */
    private Cache<String, String> open(String name, Map<String, String> more) {
        var properties = new Properties();
        properties.setProperty("concord.client.token", token());
        properties.setProperty("concord.client.timeout-millis", TIMEOUT_MILLIS);
        properties.putAll(more);
        var provider = Caching.getCachingProvider(new ClassLoader(getClass().getClassLoader()) {});
        providers.add(provider);
        CacheManager manager = provider.getCacheManager(uri(), null, properties);
        return manager.createCache(
                name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private static Map<String, String> bounded() {
        return Map.of(
                "concord.client.near-cache", "bounded",
                "concord.client.timeout-millis", Long.toString(SHORT_TIMEOUT.toMillis()),
                "concord.client.near-cache-staleness-millis", Long.toString(BOUND.toMillis()));
    }

    private static void killAndRestartTheLeader(Runnable work) {
        var leader = Clusters.leader(cluster, ALL, PATIENCE);
        cluster.kill(leader);
        work.run();
        cluster.start(leader);
        cluster.awaitReady(Clusters.START_PATIENCE);
        work.run();
    }

    private static void awaitSteps(AtomicInteger done, IntSupplier others) {
        awaitMore(done::get);
        awaitMore(others);
    }

    private static void awaitMore(IntSupplier steps) {
        var goal = steps.getAsInt() + STEPS_EACH_PHASE;
        await().atMost(PATIENCE).until(() -> steps.getAsInt() >= goal);
    }

    private static List<String> failures(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("failed ")).toList();
    }

    private static String messages(Throwable failure) {
        var messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    private static URI uri() {
        return URI.create("concord+http://"
                + cluster.endpoints().stream()
                        .map(endpoint -> "127.0.0.1:" + endpoint.getPort())
                        .collect(Collectors.joining(","))
                + "/");
    }

    private static String token() {
        return cluster.tokens().mint("cache-failover", TokenGroup.WRITER, Duration.ofHours(1));
    }
}
