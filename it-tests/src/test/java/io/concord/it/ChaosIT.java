package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.concord.cli.cluster.ClusterFailure;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.history.Action;
import io.concord.core.history.History;
import io.concord.core.history.LinearizabilityChecker;
import io.concord.core.history.Load;
import io.concord.core.history.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Real servers in trouble, one fault after the other, under load. {@code -Dchaos.rounds=} says how often all faults come,
 * {@code -Dchaos.faults=} which.
 */
class ChaosIT {
    /** Far more than a failover takes on a busy machine, and than a node takes to start. */
    private static final Duration PROGRESS_PATIENCE = Duration.ofSeconds(60);

    /** More than three nodes take to start on a busy machine. */
    private static final Duration HEAL_PATIENCE = Duration.ofSeconds(90);

    /** Before and after a fault, and in it. */
    private static final int ACKS_EACH_PHASE = 60;

    private static final int ANSWERS_EACH_PHASE = ACKS_EACH_PHASE;

    private final History history = new History();
    private final List<String> stalls = new ArrayList<>();

    @Test
    void faults_under_load_neither_lose_nor_invent_nor_reorder_anything() throws Exception {
        Path data;
        try (var chaos = ChaosCluster.start("chaos")) {
            try (var clients = ChaosClients.start(chaos.cluster(), history, 1)) {
                for (var round = 0; round < Integer.getInteger("chaos.rounds", 1); round++) {
                    for (var fault : faults()) {
                        endure(fault, chaos, clients.acks());
                    }
                }
                clients.finish();
            }
            requireSameStateEverywhere(chaos);
            data = chaos.cluster().files("n1").data();
        }

        keepHistory();
        System.out.println("answers by phase: " + Load.answeredByPhase(history));
        // The log of a node that has ended says what became of the writes that nobody was told of.
        var log = CommittedLog.read("n1", data);
        var operations = new ArrayList<>(history.operations());
        operations.addAll(ChaosClients.MORTAL.ends(history.operations(), log));
        LinearizabilityChecker.requireLinearizable(operations, log.witness());
        assertThat(log.expired()).as("entries that expired").isNotEmpty();
        assertThat(stalls).as("faults without progress").isEmpty();
        Load.requireAnswered(history, ANSWERS_EACH_PHASE);
    }

    private static List<Fault> faults() {
        var names = System.getProperty("chaos.faults", "");
        return names.isEmpty()
                ? List.of(Fault.values())
                : List.of(names.split(",", -1)).stream().map(Fault::valueOf).toList();
    }

    private void endure(Fault fault, ChaosCluster chaos, Acks acks) {
        var leader = chaos.leader();
        history.phase("calm");
        awaitProgress("before " + fault, acks);
        history.phase(fault.name());
        acks.reset();

        fault.strike(chaos, leader);

        if (fault.leavesMajority()) {
            awaitProgress("during " + fault, acks);
            if (fault.cutsLeaderOff()) {
                requireRefusal(chaos, leader);
            }
        } else {
            heal(fault, chaos);
            awaitProgress("after " + fault, acks);
        }
        System.out.printf(
                "%s of %s: no write was acknowledged for %d ms%n",
                fault, leader, acks.longestGap().toMillis());
        history.phase("calm");
        heal(fault, chaos);
        acks.reset();
        awaitProgress("after " + fault, acks);
        System.out.printf(
                "%s healed: no write was acknowledged for %d ms%n",
                fault, acks.longestGap().toMillis());
    }

    /** A leader that was cut off does not hold those who ask it until their time is up. */
    private static void requireRefusal(ChaosCluster chaos, String cutOff) {
        var token = chaos.cluster().tokens().mint("asker", TokenGroup.WRITER, Duration.ofHours(1));
        var client = new Client(chaos.cluster().endpoint(cutOff), token);
        await().atMost(PROGRESS_PATIENCE)
                .until(() -> client.send("PUT", Client.kv("refused") + "&timeout=20s", new byte[] {1})
                                .statusCode()
                        == 503);
        for (var method : List.of("PUT", "GET", "DELETE")) {
            var before = System.nanoTime();
            var answer = assertDoesNotThrow(() -> client.send(
                    method, Client.kv("refused") + "&timeout=20s", method.equals("PUT") ? new byte[] {1} : null));
            assertThat(answer.statusCode()).as(method).isEqualTo(503);
            assertThat(Client.code(answer)).isEqualTo("cluster-not-ready");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private void heal(Fault fault, ChaosCluster chaos) {
        try {
            chaos.heal(HEAL_PATIENCE);
        } catch (ClusterFailure e) {
            stalls.add("healing of " + fault + ": " + e.getMessage());
            chaos.restart();
        }
    }

    /** Goes on without progress, too: the history of a cluster that stands still has to be right as well. */
    private void awaitProgress(String when, Acks acks) {
        try {
            var before = acks.count();
            await().atMost(PROGRESS_PATIENCE).until(() -> acks.count() >= before + ACKS_EACH_PHASE);
        } catch (ConditionTimeoutException e) {
            stalls.add(when + ": " + acks.count() + " writes in " + PROGRESS_PATIENCE);
        }
    }

    private void requireSameStateEverywhere(ChaosCluster chaos) {
        history.phase("end");
        var token = chaos.cluster().tokens().mint("chaos", TokenGroup.READER, Duration.ofHours(1));
        for (var id : ChaosCluster.ALL) {
            var endpoint = List.of(chaos.cluster().endpoint(id));
            var client = new RecordedClient("end-" + id, history, token);
            for (var number = 0; number < ChaosClients.KEYS; number++) {
                for (var again = 0; again < ANSWERS_EACH_PHASE / ChaosClients.KEYS; again++) {
                    client.call(ChaosClients.key(number), Action.get(), endpoint);
                }
            }
        }
        // What expires may do so between the reads of two nodes: then they are read again.
        await().atMost(PROGRESS_PATIENCE)
                .until(
                        () -> statesByNode(chaos, token),
                        states -> Set.copyOf(states.values()).size() == 1);
    }

    /** What each node has applied, by itself. */
    private static Map<String, Map<String, String>> statesByNode(ChaosCluster chaos, String token) throws IOException {
        var states = new TreeMap<String, Map<String, String>>();
        for (var id : ChaosCluster.ALL) {
            var client = new Client(chaos.cluster().endpoint(id), token);
            var state = new TreeMap<String, String>();
            for (var number = 0; number < ChaosClients.KEYS; number++) {
                var key = ChaosClients.key(number);
                var own = client.send("GET", Client.kv(key) + "&consistency=stale", null);
                var value = own.statusCode() == 200 ? Client.text(own) : "";
                state.put(key, own.statusCode() + " " + Client.header(own, "ETag") + " " + value);
            }
            states.put(id, state);
        }
        return states;
    }

    /** For whoever has to find out what went wrong. */
    private void keepHistory() throws IOException {
        var lines = history.operations().stream().map(Operation::toString).collect(Collectors.joining("\n"));
        var file = Files.writeString(Path.of("target", "chaos-history.txt"), lines);
        System.out.println("history of " + history.operations().size() + " operations: " + file.toAbsolutePath());
    }
}
