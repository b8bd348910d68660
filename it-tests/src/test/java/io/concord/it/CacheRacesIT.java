package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.it.cache.CacheCall;
import io.concord.it.cache.CacheHistoryChecker;
import io.concord.it.cache.CacheWorker.Work;
import io.concord.it.cache.Flaw;
import io.concord.it.cache.LossyProxy;
import io.concord.it.cache.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several JVMs use one cache at the same time, while leaders die and answers get lost. That this shows bugs of the client is
 * shown by {@linkplain Flaw bugs} that are planted in it.
 */
class CacheRacesIT {
    private static final int WORKERS = 3;
    private static final int LINES_EACH_PHASE = 200;
    private static final int LOSE_ONE_IN = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final LocalCluster cluster = Clusters.of(3, "cache-races");
    private static final List<LossyProxy> proxies = new ArrayList<>();

    private final List<WorkerProcess> workers = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
        for (var endpoint : cluster.endpoints()) {
            proxies.add(LossyProxy.open(endpoint.getPort(), LOSE_ONE_IN, endpoint.getPort()));
        }
    }

    @AfterEach
    void endWorkers() {
        workers.forEach(WorkerProcess::close);
    }

    @AfterAll
    static void stop() throws IOException {
        for (var proxy : proxies) {
            proxy.close();
        }
        cluster.close();
    }

    @Test
    void callers_in_several_jvms_see_one_cache_while_leaders_die_and_answers_get_lost() throws Exception {
        startWorkers("races", Work.HISTORY, lossyPorts());
        awaitWork();
        killAndRestartTheLeader();
        killAndRestartTheLeader();

        var lines = finish();

        assertThat(failures(lines)).isEmpty();
        var calls = lines.stream().map(CacheCall::fromLine).toList();
        CacheHistoryChecker.requireLinearizable(calls);
        assertThat(proxies.stream().mapToInt(LossyProxy::lost).sum())
                .as("lost answers")
                .isGreaterThan(10);
    }

    @Test
    void counters_by_processors_lose_and_repeat_nothing_while_leaders_die_and_answers_get_lost() throws Exception {
        startWorkers("counters", Work.COUNT, lossyPorts());
        awaitWork();
        killAndRestartTheLeader();

        var lines = finish();

        assertThat(failures(lines)).isEmpty();
        assertThat(values("counters")).isEqualTo(counted(lines));
    }

    @Test
    void no_call_fails_while_the_servers_are_restarted_one_after_the_other() throws Exception {
        startWorkers("rolling", Work.LOAD, ports());
        awaitWork();
        for (var node : cluster.layout().nodes()) {
            cluster.stop(node.id());
            cluster.start(node.id());
            cluster.awaitReady(Clusters.START_PATIENCE);
            awaitWork();
        }

        assertThat(failures(finish())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_bug_that_is_planted_in_the_client_is_seen_in_the_history(Flaw flaw) throws Exception {
        startFlawedWorkers("history-" + flaw, Work.HISTORY, flaw);
        awaitWork();
        awaitWork();

        var lines = finish();

        assertThat(failures(lines)).isEmpty();
        var calls = lines.stream().map(CacheCall::fromLine).toList();
        assertThatThrownBy(() -> CacheHistoryChecker.requireLinearizable(calls))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not linearizable");
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPARES_NOTHING", "RETRIES_BY_ANOTHER_ID"})
    void a_bug_that_is_planted_in_the_client_is_seen_in_counters(Flaw flaw) throws Exception {
        startFlawedWorkers("counters-" + flaw, Work.COUNT, flaw);
        awaitWork();

        var lines = finish();

        assertThat(failures(lines)).isEmpty();
        assertThat(values("counters-" + flaw)).isNotEqualTo(counted(lines));
    }

    private void startFlawedWorkers(String cache, Work work, Flaw flaw) {
        IntStream.range(0, WORKERS)
                .forEach(i -> workers.add(WorkerProcess.startFlawed(
                        "worker-" + i, uri(ports()).toString(), cache, work, settings(), flaw)));
        awaitWorkers();
    }

    private void startWorkers(String cache, Work work, List<Integer> ports) {
        IntStream.range(0, WORKERS)
                .forEach(i -> workers.add(
                        WorkerProcess.start("worker-" + i, uri(ports).toString(), cache, work, settings())));
        awaitWorkers();
    }

    private void awaitWorkers() {
        await().atMost(PATIENCE).until(() -> workers.stream().allMatch(worker -> worker.count() > 0));
    }

    private void killAndRestartTheLeader() {
        var ids = cluster.layout().nodes().stream().map(node -> node.id()).toList();
        var leader = Clusters.leader(cluster, ids, PATIENCE);
        cluster.kill(leader);
        awaitWork();
        cluster.start(leader);
        cluster.awaitReady(Clusters.START_PATIENCE);
        awaitWork();
    }

    private void awaitWork() {
        var goals = workers.stream()
                .map(worker -> worker.count() + LINES_EACH_PHASE)
                .toList();
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, workers.size())
                        .allMatch(i -> workers.get(i).count() >= goals.get(i)));
    }

    private List<String> finish() throws Exception {
        for (var worker : workers) {
            worker.finish();
        }
        return workers.stream().flatMap(worker -> worker.lines().stream()).toList();
    }

    private static Map<String, Integer> counted(List<String> lines) {
        return lines.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.summingInt(line -> 1)));
    }

    private static List<String> failures(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("failed ")).toList();
    }

    private Map<String, Integer> values(String name) {
        var properties = new Properties();
        properties.setProperty("concord.client.token", token());
        try (var provider = Caching.getCachingProvider();
                var manager = provider.getCacheManager(uri(ports()), null, properties);
                var cache = manager.createCache(
                        name, new MutableConfiguration<String, String>().setTypes(String.class, String.class))) {
            var values = new HashMap<String, Integer>();
            cache.forEach(entry -> values.put(entry.getKey(), Integer.valueOf(entry.getValue())));
            return values;
        }
    }

    private List<Integer> ports() {
        return cluster.endpoints().stream().map(URI::getPort).toList();
    }

    private List<Integer> lossyPorts() {
        return proxies.stream().map(LossyProxy::port).toList();
    }

    private static URI uri(List<Integer> ports) {
        return URI.create("concord+http://"
                + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")) + "/");
    }

    private Map<String, String> settings() {
        return Map.of("CONCORD_TOKEN", token());
    }

    private String token() {
        return cluster.tokens().mint("cache-races", TokenGroup.WRITER, Duration.ofHours(1));
    }
}
