package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.TokenGroup;
import io.concord.core.history.Action;
import io.concord.core.history.History;
import io.concord.core.history.Result;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Measures how long it takes from a fault of the leader until a write is acknowledged through a node that is well. Not part
 * of the build, because no test should depend on a timing; {@code -Dfailover.rounds=} says how often, by default 20 times.
 */
class FailoverBenchmark {
    private static final int ROUNDS = Integer.getInteger("failover.rounds", 20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final History history = new History();

    /** Writes through one node. */
    private record Writer(RecordedClient client, URI node) {
        /** Returns when that was. */
        long writeUntilAcknowledged() {
            while (!Thread.currentThread().isInterrupted()) {
                if (client.call("failover", Action.put("x"), List.of(node)) instanceof Result.Written) {
                    return System.nanoTime();
                }
            }
            throw new IllegalStateException("interrupted");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEADER_KILLED", "LEADER_PAUSED", "LEADER_CUT_OFF"})
    void a_write_is_acknowledged_again_after(Fault fault) throws Exception {
        var millis = new ArrayList<Long>();
        try (var chaos = ChaosCluster.start("failover")) {
            for (var round = 0; round < ROUNDS; round++) {
                millis.add(measure(fault, chaos, round).toMillis());
                chaos.heal(Clusters.START_PATIENCE);
            }
        }

        var sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%s, %d rounds: p50 %d ms, p99 %d ms, max %d ms %s%n",
                fault, ROUNDS, percentile(sorted, 50), percentile(sorted, 99), percentile(sorted, 100), millis);
    }

    /** What an operator does to a leader, and comes back from when it is done. */
    private interface Planned {
        void carryOut(ChaosCluster chaos, String leader) throws Exception;
    }

    /** The longest time between two acknowledged writes of one client while leadership is handed over. */
    @Test
    void the_longest_pause_of_writes_during_a_hand_over() throws Exception {
        measurePauses("hand-over", (chaos, leader) -> {
            var token = chaos.cluster().tokens().mint("benchmark", TokenGroup.ADMIN, Duration.ofHours(1));
            var client = new Client(chaos.cluster().endpoint(leader), token);
            assertThat(Client.text(client.send("POST", "/v1/cluster/hand-over", null)))
                    .contains("successor");
        });
    }

    /** The same while the leader's server is stopped as an operator stops it, which hands leadership over first. */
    @Test
    void the_longest_pause_of_writes_during_a_clean_stop_of_the_leader() throws Exception {
        measurePauses("clean stop", (chaos, leader) -> chaos.cluster().stop(leader));
    }

    private void measurePauses(String what, Planned planned) throws Exception {
        var millis = new ArrayList<Long>();
        try (var chaos = ChaosCluster.start("failover")) {
            for (var round = 0; round < ROUNDS; round++) {
                millis.add(pauseDuring(planned, chaos, round).toMillis());
                chaos.heal(Clusters.START_PATIENCE);
            }
        }
        var sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%s, %d rounds: p50 %d ms, p99 %d ms, max %d ms %s%n",
                what, ROUNDS, percentile(sorted, 50), percentile(sorted, 99), percentile(sorted, 100), millis);
    }

    private Duration pauseDuring(Planned planned, ChaosCluster chaos, int round) throws Exception {
        var leader = chaos.leader();
        var token = chaos.cluster().tokens().mint("benchmark", TokenGroup.WRITER, Duration.ofHours(1));
        var other = ChaosCluster.others(leader).get(0);
        var writer = new Writer(
                new RecordedClient(other + "-p" + round, history, token),
                chaos.cluster().endpoint(other));
        writer.writeUntilAcknowledged();
        var end = new AtomicLong(Long.MAX_VALUE);
        var thread = Executors.newSingleThreadExecutor();
        try {
            var longest = thread.submit(() -> {
                var gap = 0L;
                for (var last = System.nanoTime(); last < end.get(); ) {
                    var now = writer.writeUntilAcknowledged();
                    gap = Math.max(gap, now - last);
                    last = now;
                }
                return gap;
            });
            planned.carryOut(chaos, leader);
            end.set(System.nanoTime() + Duration.ofSeconds(2).toNanos());
            var gap = Duration.ofNanos(get(longest));
            assertThat(Clusters.leader(chaos.cluster(), ChaosCluster.others(leader), PATIENCE))
                    .isNotEqualTo(leader);
            return gap;
        } finally {
            thread.shutdownNow();
        }
    }

    private Duration measure(Fault fault, ChaosCluster chaos, int round) throws Exception {
        var leader = chaos.leader();
        var token = chaos.cluster().tokens().mint("benchmark", TokenGroup.WRITER, Duration.ofHours(1));
        var survivors = ChaosCluster.others(leader).stream()
                .map(id -> new Writer(
                        new RecordedClient(id + "-" + round, history, token),
                        chaos.cluster().endpoint(id)))
                .toList();
        survivors.forEach(Writer::writeUntilAcknowledged);
        var threads = Executors.newFixedThreadPool(survivors.size());
        try {
            fault.strike(chaos, leader);

            var struck = System.nanoTime();
            var acknowledged = survivors.stream()
                    .map(writer -> threads.submit(writer::writeUntilAcknowledged))
                    .toList();
            return Duration.ofNanos(
                    first(acknowledged.stream().map(FailoverBenchmark::get).toList()) - struck);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long first(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    private static long get(Future<Long> acknowledged) {
        try {
            return acknowledged.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no write was acknowledged within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long percentile(long[] sorted, int percent) {
        return Arrays.stream(sorted)
                .skip(Math.max(0, (long) Math.ceil(sorted.length * percent / 100.0) - 1))
                .findFirst()
                .orElse(-1);
    }
}
