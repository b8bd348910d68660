package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    private static final int LOSE_ONE_IN = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final LocalCluster cluster = Clusters.of(3, "cache-races");
    private static final List<LossyProxy> proxies = new ArrayList<>();

    private final CacheWorkers workers = new CacheWorkers();

    @BeforeAll
    static void start() throws IOException {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
        for (var endpoint : cluster.endpoints()) {
            proxies.add(LossyProxy.open(endpoint.getPort(), LOSE_ONE_IN, endpoint.getPort()));
        }
    }

    @AfterEach
    void endWorkers() {
        workers.close();
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
        workers.awaitMore();
        killAndRestartTheLeader();
        killAndRestartTheLeader();

        var lines = workers.finish();

        assertThat(CacheWorkers.failures(lines)).isEmpty();
        var calls = lines.stream().map(CacheCall::fromLine).toList();
        CacheHistoryChecker.requireLinearizable(calls);
        assertThat(proxies.stream().mapToInt(LossyProxy::lost).sum())
                .as("lost answers")
                .isGreaterThan(10);
    }

    @Test
    void counters_by_processors_lose_and_repeat_nothing_while_leaders_die_and_answers_get_lost() throws Exception {
        startWorkers("counters", Work.COUNT, lossyPorts());
        workers.awaitMore();
        killAndRestartTheLeader();

        var lines = workers.finish();

        assertThat(CacheWorkers.failures(lines)).isEmpty();
        assertThat(values("counters")).isEqualTo(CacheWorkers.counted(lines));
    }

    @Test
    void no_call_fails_while_the_servers_are_restarted_one_after_the_other() throws Exception {
        startWorkers("rolling", Work.LOAD, ports());
        workers.awaitMore();
        for (var node : cluster.layout().nodes()) {
            cluster.stop(node.id());
            cluster.start(node.id());
            cluster.awaitReady(Clusters.START_PATIENCE);
            workers.awaitMore();
        }

        assertThat(CacheWorkers.failures(workers.finish())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_bug_that_is_planted_in_the_client_is_seen_in_the_history(Flaw flaw) throws Exception {
        startFlawedWorkers("history-" + flaw, Work.HISTORY, flaw);
        workers.awaitMore();
        workers.awaitMore();

        var lines = workers.finish();

        assertThat(CacheWorkers.failures(lines)).isEmpty();
        var calls = lines.stream().map(CacheCall::fromLine).toList();
        assertThatThrownBy(() -> CacheHistoryChecker.requireLinearizable(calls))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not linearizable");
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPARES_NOTHING", "RETRIES_BY_ANOTHER_ID"})
    void a_bug_that_is_planted_in_the_client_is_seen_in_counters(Flaw flaw) throws Exception {
        startFlawedWorkers("counters-" + flaw, Work.COUNT, flaw);
        workers.awaitMore();

        var lines = workers.finish();

        assertThat(CacheWorkers.failures(lines)).isEmpty();
        assertThat(values("counters-" + flaw)).isNotEqualTo(CacheWorkers.counted(lines));
    }

    private void startFlawedWorkers(String cache, Work work, Flaw flaw) {
        IntStream.range(0, WORKERS)
                .forEach(i -> workers.add(WorkerProcess.startFlawed(
                        "worker-" + i, CacheWorkers.uri(ports()).toString(), cache, work, settings(), flaw)));
        workers.awaitReady();
    }

    private void startWorkers(String cache, Work work, List<Integer> ports) {
        IntStream.range(0, WORKERS)
                .forEach(i -> workers.add(WorkerProcess.start(
                        "worker-" + i, CacheWorkers.uri(ports).toString(), cache, work, settings())));
        workers.awaitReady();
    }

    private void killAndRestartTheLeader() {
        var ids = cluster.layout().nodes().stream().map(node -> node.id()).toList();
        var leader = Clusters.leader(cluster, ids, PATIENCE);
        cluster.kill(leader);
        workers.awaitMore();
        cluster.start(leader);
        cluster.awaitReady(Clusters.START_PATIENCE);
        workers.awaitMore();
    }

    private Map<String, Integer> values(String name) {
        return CacheWorkers.counters(CacheWorkers.uri(ports()), token(), name);
    }

    private List<Integer> ports() {
        return cluster.endpoints().stream().map(URI::getPort).toList();
    }

    private List<Integer> lossyPorts() {
        return proxies.stream().map(LossyProxy::port).toList();
    }

    private Map<String, String> settings() {
        return Map.of("CONCORD_TOKEN", token());
    }

    private String token() {
        return cluster.tokens().mint("cache-races", TokenGroup.WRITER, Duration.ofHours(1));
    }
}
