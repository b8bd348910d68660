package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.Concord;
import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.FreePorts;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.NodeLayout;
import io.concord.cli.cluster.TokenGroup;
import io.concord.cli.console.Terminal;
import io.concord.it.cache.CacheWorker.Work;
import io.concord.it.cache.WorkerProcess;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The membership as an operator changes it, by {@code bin/concord}, while clients write all the time. */
class MembershipIT {
    private static final List<String> FOUNDERS = List.of("n1", "n2", "n3");
    private static final String NEWCOMER = "n4";
    private static final List<String> EVERYBODY = List.of("n1", "n2", "n3", NEWCOMER);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COUNTERS = "membership-counters";
    private static final String RUN = "membership";
    private static final int ATTEMPTS_MAX = 5;

    /** What the second of two changes at once is told, by whether the first was decided when it came. */
    private static final String UNDER_WAY =
            "concord: another change of the membership is under way; try again (conflict, 409)\n";

    private static final String DONE_ALREADY = "concord: member 'n4' is a voter already (conflict, 409)\n";

    private static final LocalCluster cluster = cluster();

    private final Pauses pauses = new Pauses(cluster);
    private final Shell shell = Shell.of(cluster, TokenGroup.ADMIN, cluster.endpoints());

    /** The founders do not know of the newcomer. */
    private static LocalCluster cluster() {
        var nodes = new FreePorts().nodes(EVERYBODY.size());
        var layout = new ClusterLayout("membership", nodes, Clusters.emptied("membership"), Clusters.libertyHome());
        var founders =
                nodes.stream().limit(FOUNDERS.size()).map(NodeLayout::member).collect(Collectors.joining(","));
        return new LocalCluster(
                layout,
                Clusters.OPTIONS
                        .withEnvironment("CONCORD_CLUSTER_MEMBERS", founders)
                        .withNodeEnvironment(NEWCOMER, "CONCORD_CLUSTER_MEMBERS", layout.members())
                        .withNodeEnvironment(NEWCOMER, "CONCORD_CLUSTER_BOOTSTRAP", "false"));
    }

    @BeforeAll
    static void start() {
        FOUNDERS.forEach(cluster::start);
        cluster.awaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_cluster_that_grows_and_shrinks_and_loses_a_disk_under_load_loses_and_repeats_nothing() throws Exception {
        try (var workers = new CacheWorkers();
                var writes = AckedWrites.start(cluster, RUN, List.of("n1"))) {
            workers.add(counting());
            workers.awaitReady();

            grow();
            workers.awaitMore();
            moveTheLeader();
            workers.awaitMore();
            shrink();
            workers.awaitMore();
            replaceADisk();
            workers.awaitMore();
            tryTwoChangesAtOnce();
            workers.awaitMore();
            var acknowledged = writes.finish();
            var lines = workers.finish();

            assertThat(CacheWorkers.failures(lines)).as("failed calls").isEmpty();
            assertThat(CacheWorkers.counters(uri(), token(TokenGroup.WRITER), COUNTERS))
                    .isEqualTo(CacheWorkers.counted(lines));
            assertThat(acknowledged).hasSizeGreaterThan(1_000);
            for (var id : EVERYBODY) {
                WrittenOnce.require(cluster, id, RUN, acknowledged);
            }
            assertThat(digests()).hasSize(1);
        }
    }

    private void grow() throws IOException {
        cluster.start(NEWCOMER);

        var added = shell.concord("member", "add", NEWCOMER, "--wait", "2m");

        assertThat(added.exitCode()).as(added.err()).isZero();
        assertThat(added.out().lines())
                .first()
                .asString()
                .startsWith("member 'n4' has not joined: start it with the cluster's members");
        assertThat(added.out().lines()).last().isEqualTo("member 'n4' has a vote");
        awaitVoters(EVERYBODY);
    }

    private void moveTheLeader() throws IOException {
        var before = Clusters.leader(cluster, EVERYBODY, PATIENCE);

        var moved = shell.concord("leader", "move", "--output", "json");

        assertThat(moved.exitCode()).as(moved.err()).isZero();
        var successor = Client.json(moved.out()).getString("successor");
        assertThat(successor).isNotEqualTo(before);
        await().atMost(PATIENCE)
                .until(() -> Clusters.leader(cluster, EVERYBODY, PATIENCE).equals(successor));
    }

    private void shrink() throws IOException {
        var removed = shell.concord("member", "remove", NEWCOMER);

        assertThat(removed.exitCode()).as(removed.err()).isZero();
        awaitVoters(FOUNDERS);
        await().atMost(PATIENCE).until(() -> FOUNDERS.contains(Clusters.leader(cluster, EVERYBODY, PATIENCE)));
    }

    /** While the member is away, nobody else may go. */
    private void replaceADisk() throws IOException {
        var leader = Clusters.leader(cluster, FOUNDERS, PATIENCE);
        var lost = leader.equals("n3") ? "n2" : "n3";
        var other = FOUNDERS.stream()
                .filter(id -> !id.equals(leader) && !id.equals(lost))
                .findFirst()
                .orElseThrow();
        cluster.stop(lost);

        var refused = shell.concord("member", "remove", other);
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err())
                .isEqualTo("concord: without member '" + other
                        + "' only 1 of 2 voters would be there and 2 are needed (conflict, 409)\n");
        assertThat(shell.concord("status").exitCode()).isEqualTo(3);

        Clusters.delete(cluster.files(lost).data());
        cluster.start(lost);
        var replaced = shell.concord("member", "replace", lost, "--wait", "2m");
        assertThat(replaced.exitCode()).as(replaced.err()).isZero();
        awaitVoters(FOUNDERS);
        assertThat(shell.concord("status").exitCode()).isZero();
    }

    /** Nothing can be decided while both followers stand still; that must be over before their leader steps down. */
    private void tryTwoChangesAtOnce() throws IOException {
        List<Integer> codes = List.of();
        for (var attempt = 0; attempt < ATTEMPTS_MAX && !codes.equals(List.of(0, 4)); attempt++) {
            if (voters().contains(NEWCOMER)) {
                shrink();
            }
            var ended = promoteTwiceWhileNothingIsDecided();
            codes = ended.stream().map(Shell.Ended::exitCode).sorted().toList();
            if (codes.equals(List.of(0, 4))) {
                assertThat(ended).extracting(Shell.Ended::err).containsAnyOf(UNDER_WAY, DONE_ALREADY);
            }
            Clusters.leader(cluster, FOUNDERS, PATIENCE);
        }

        assertThat(codes).containsExactly(0, 4);
        awaitVoters(EVERYBODY);
        shrink();
    }

    private List<Shell.Ended> promoteTwiceWhileNothingIsDecided() {
        var leader = Clusters.leader(cluster, FOUNDERS, PATIENCE);
        // The first one loads its classes.
        concordHere(leader, "members");
        try {
            FOUNDERS.stream().filter(id -> !id.equals(leader)).forEach(pauses::pause);
            var changes = Stream.of(1, 2)
                    .map(i -> CompletableFuture.supplyAsync(() -> concordHere(leader, "member", "promote", NEWCOMER)))
                    .toList();
            CompletableFuture.anyOf(changes.toArray(CompletableFuture[]::new)).join();
            pauses.resumeAll();
            return changes.stream().map(CompletableFuture::join).toList();
        } finally {
            pauses.resumeAll();
        }
    }

    /** In this JVM: a new one would take longer to start than a leader waits for its followers. */
    private static Shell.Ended concordHere(String node, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--endpoint", cluster.endpoint(node).toString(), "--token", token(TokenGroup.ADMIN)));
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        var code = Concord.commandLine(terminal).execute(line.toArray(String[]::new));
        return new Shell.Ended(code, out.toString(), err.toString());
    }

    private void awaitVoters(List<String> ids) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(voters()).isEqualTo(ids));
    }

    private List<String> voters() throws IOException {
        var status = shell.concord("status", "--output", "json");
        return Client.json(status.out()).getJsonArray("members").getValuesAs(JsonObject.class).stream()
                .filter(member -> member.getBoolean("voter"))
                .map(member -> member.getString("id"))
                .toList();
    }

    /** Of the contents of each member, in a backup of it. */
    private static Set<String> digests() throws IOException {
        var digests = new HashSet<String>();
        for (var id : EVERYBODY) {
            var directory = Path.of("target", "backups", "membership-" + id).toAbsolutePath();
            var made = Shell.of(cluster, TokenGroup.ADMIN, List.of(cluster.endpoint(id)))
                    .concord("backup", "create", "--dir", directory.toString(), "--output", "json");
            assertThat(made.exitCode()).as(made.err()).isZero();
            digests.add(Client.json(made.out()).getString("digest"));
        }
        return digests;
    }

    private static WorkerProcess counting() {
        return WorkerProcess.start(
                "counting",
                uri().toString(),
                COUNTERS,
                Work.COUNT,
                Map.of("CONCORD_TOKEN", token(TokenGroup.WRITER), "CONCORD_CLIENT_TIMEOUT_MILLIS", "30000"));
    }

    private static URI uri() {
        return CacheWorkers.uri(cluster.endpoints().stream().map(URI::getPort).toList());
    }

    private static String token(TokenGroup group) {
        return cluster.tokens().mint("membership", group, Duration.ofHours(1));
    }
}
