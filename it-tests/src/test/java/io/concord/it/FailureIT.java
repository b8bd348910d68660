package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that die under load: nothing acknowledged is lost, and nobody hangs. */
class FailureIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");

    /** More than the failover of a killed leader takes on a busy machine. */
    private static final Duration FAILOVER_PATIENCE = Duration.ofSeconds(30);

    private static final int WRITES_EACH_PHASE = 100;

    private static LocalCluster cluster = Clusters.of(3, "failure");

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void all_nodes_run() {
        ALL.stream().filter(id -> !cluster.isRunning(id)).forEach(cluster::start);
        cluster.awaitReady(Clusters.START_PATIENCE);
    }

    @Test
    void a_leader_killed_under_load_loses_nothing_acknowledged() throws IOException {
        killUnderLoad("leader-kill", leader());
    }

    @Test
    void a_follower_killed_under_load_loses_nothing_acknowledged() throws IOException {
        var leader = leader();

        killUnderLoad(
                "follower-kill",
                ALL.stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow());
    }

    @Test
    void all_nodes_killed_under_load_lose_nothing_acknowledged() throws IOException {
        Map<String, String> acknowledged;
        try (var writes = AckedWrites.start(cluster, "all-kill", ALL)) {
            await().atMost(FAILOVER_PATIENCE).until(() -> writes.count() >= WRITES_EACH_PHASE);
            ALL.forEach(cluster::kill);
            acknowledged = writes.finish();
        }

        ALL.forEach(cluster::start);
        cluster.awaitReady(Clusters.START_PATIENCE);

        verifyOnEveryNode(acknowledged);
    }

    /** Before the eviction is decided, while it is, or when it has been: whoever looks sees all of the entries or none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_leader_killed_around_an_eviction_of_a_tag_leaves_all_of_its_entries_or_none(boolean killedFirst)
            throws IOException {
        var victim = leader();
        var survivors = ALL.stream().filter(id -> !id.equals(victim)).toList();
        var asked = SharedCluster.client(cluster, survivors.get(0), TokenGroup.WRITER);
        var other = SharedCluster.client(cluster, survivors.get(1), TokenGroup.WRITER);
        var entries = new TaggedEntries("evicted-" + killedFirst);
        entries.fill(asked);

        if (killedFirst) {
            cluster.kill(victim);
        }
        var evicting = CompletableFuture.supplyAsync(() -> status(() -> entries.evict(asked)));
        if (!killedFirst) {
            cluster.kill(victim);
        }

        await().atMost(FAILOVER_PATIENCE).until(() -> status(() -> other.get("any")) == 404 && evicting.isDone());
        assertThat(entries.count(other)).isIn(0, TaggedEntries.ALL);
        await().atMost(FAILOVER_PATIENCE).until(() -> status(() -> entries.evict(asked)) == 200);
        var told = entries.evict(other);
        assertThat(Client.json(told).getInt("deleted")).isEqualTo(TaggedEntries.ALL);
        cluster.start(victim);
        cluster.awaitReady(victim, Clusters.START_PATIENCE);
        for (var id : ALL) {
            var client = SharedCluster.client(cluster, id, TokenGroup.WRITER);
            assertThat(entries.count(client)).isZero();
            assertThat(entries.evictedBy(client, Client.revision(told))).isEqualTo(TaggedEntries.ALL);
        }
    }

    private static int status(Callable<HttpResponse<byte[]>> request) {
        try {
            return request.call().statusCode();
        } catch (Exception e) {
            return -1;
        }
    }

    @Test
    void a_minority_answers_503_and_nobody_hangs() throws IOException {
        var survivor = leader();
        var client = SharedCluster.client(cluster, survivor, TokenGroup.ADMIN);
        client.put("before", "there");
        ALL.stream().filter(id -> !id.equals(survivor)).forEach(cluster::kill);

        // Until the loss is noticed a write may be in doubt (504); from then on nothing is even tried.
        await().atMost(FAILOVER_PATIENCE).until(() -> client.put("during", "x").statusCode() == 503);

        for (var method : List.of("PUT", "GET", "DELETE")) {
            var before = System.nanoTime();
            var response = client.send(
                    method, Client.kv("before") + "&timeout=2s", method.equals("PUT") ? new byte[] {1} : null);

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(Client.code(response)).isEqualTo("cluster-not-ready");
            assertThat(Client.header(response, "Retry-After")).isEqualTo("1");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(client.status().getString("status")).isEqualTo("no-quorum");
        assertThat(client.status().getInt("reachableVoters")).isEqualTo(1);
        assertThat(client.send("GET", "/health/live", null).statusCode()).isEqualTo(200);
        assertThat(Client.text(client.send("GET", "/health/ready", null))).contains("1 of 3 reachable, 2 needed");
        assertThat(Client.text(client.send("GET", Client.kv("before") + "&consistency=stale", null)))
                .isEqualTo("there");
    }

    @Test
    void a_leader_stopped_cleanly_leaves_the_others_at_work() throws IOException {
        var leader = leader();
        var others = ALL.stream().filter(id -> !id.equals(leader)).toList();
        try (var writes = AckedWrites.start(cluster, "clean-stop", others)) {
            await().atMost(FAILOVER_PATIENCE).until(() -> writes.count() >= WRITES_EACH_PHASE);

            cluster.stop(leader);

            var atStop = writes.count();
            await().atMost(FAILOVER_PATIENCE).until(() -> writes.count() >= atStop + WRITES_EACH_PHASE);
            assertThat(writes.doubtful())
                    .as("writes that survived the change of leader unseen")
                    .isZero();
        }
        assertThat(SharedCluster.client(cluster, others.get(0), TokenGroup.READER)
                        .status()
                        .getString("leader"))
                .isIn(others);
    }

    @Test
    void a_node_that_lost_its_disk_gets_everything_and_its_vote_back_when_an_operator_says_so() throws IOException {
        var leader = leader();
        var victim = ALL.stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();
        SharedCluster.client(cluster, leader, TokenGroup.WRITER).put("disk", "kept");
        cluster.stop(victim);
        Clusters.delete(cluster.files(victim).data());

        cluster.start(victim);
        cluster.awaitReady(victim, Clusters.START_PATIENCE);
        var admin = SharedCluster.client(cluster, leader(), TokenGroup.ADMIN);
        assertThat(member(victim).getBoolean("voter")).isFalse();
        assertThat(Client.text(
                        SharedCluster.client(cluster, victim, TokenGroup.READER).send("GET", Client.kv("disk"), null)))
                .isEqualTo("kept");
        assertThat(admin.send("POST", "/v1/cluster/members/" + victim + "/promote", null)
                        .statusCode())
                .isEqualTo(204);

        await().atMost(FAILOVER_PATIENCE).until(() -> member(victim).getBoolean("voter"));
        var again = admin.send("POST", "/v1/cluster/members/" + victim + "/promote", null);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(Client.code(again)).isEqualTo("conflict");
    }

    /** A member as it sees itself. */
    private static JsonObject member(String id) throws IOException {
        return SharedCluster.client(cluster, id, TokenGroup.READER).status().getJsonArray("members").stream()
                .map(JsonValue::asJsonObject)
                .filter(member -> member.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void killUnderLoad(String run, String victim) throws IOException {
        Map<String, String> acknowledged;
        try (var writes = AckedWrites.start(cluster, run, ALL)) {
            await().atMost(FAILOVER_PATIENCE).until(() -> writes.count() >= WRITES_EACH_PHASE);

            cluster.kill(victim);

            var atKill = writes.count();
            await().atMost(FAILOVER_PATIENCE).until(() -> writes.count() >= atKill + WRITES_EACH_PHASE);
            acknowledged = writes.finish();
        }
        cluster.start(victim);
        cluster.awaitReady(victim, Clusters.START_PATIENCE);

        verifyOnEveryNode(acknowledged);
    }

    private static void verifyOnEveryNode(Map<String, String> acknowledged) throws IOException {
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(WRITES_EACH_PHASE);
        for (var id : ALL) {
            var client = SharedCluster.client(cluster, id, TokenGroup.READER);
            // One linearizable read waits until the node has everything; after it, its own copy is to hold it all.
            client.get("any");
            for (var entry : acknowledged.entrySet()) {
                var read = client.send("GET", Client.kv(entry.getKey()) + "&consistency=stale", null);
                assertThat(Client.text(read)).as("%s on %s", entry.getKey(), id).isEqualTo(entry.getValue());
            }
        }
    }

    private static String leader() {
        return Clusters.leader(cluster, ALL, FAILOVER_PATIENCE);
    }
}
