package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one identity may have: requests, bytes, watches and leases; each test has identities of its own. */
class LimitsIT {
    private static final int REQUESTS_EACH_SECOND = 20;
    private static final int BYTES = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static LocalCluster cluster = Clusters.of(
            1,
            "limits",
            Clusters.OPTIONS
                    .withEnvironment("CONCORD_LIMITS_REQUESTS_PER_SECOND", Integer.toString(REQUESTS_EACH_SECOND))
                    .withEnvironment("CONCORD_LIMITS_BYTES_PER_SECOND", "100000")
                    .withEnvironment("CONCORD_LIMITS_BURST_SECONDS", "2")
                    .withEnvironment("CONCORD_LIMITS_WATCHERS_PER_IDENTITY_MAX", "2")
                    .withEnvironment("CONCORD_LIMITS_LEASES_PER_IDENTITY_MAX", "2"));

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Client client(String subject, TokenGroup group) {
        return new Client(cluster.endpoint("n1"), cluster.tokens().mint(subject, group, Duration.ofHours(1)));
    }

    /** More operations than there are requests left for a while. */
    private static HttpResponse<byte[]> largeBatch(Client client, int operations) throws IOException {
        var get = new BatchOperation.Get(new EntryName(Namespace.DEFAULT, new Key("k")), true);
        return client.send(
                "POST",
                "/v1/batch",
                BatchCodec.encode(new BatchRequest(Collections.nCopies(operations, get))),
                "Content-Type",
                BatchCodec.MEDIA_TYPE);
    }

    private static long retryAfterSeconds(HttpResponse<byte[]> refused) {
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Client.code(refused)).isEqualTo("too-many-requests");
        assertThat(Client.json(refused).getString("effect")).isEqualTo("unavailable");
        return Long.parseLong(Client.header(refused, "Retry-After"));
    }

    @Test
    void whoever_asks_too_often_is_told_when_to_come_again_and_others_are_not_touched() throws IOException {
        var greedy = client("greedy", TokenGroup.WRITER);
        var modest = client("modest", TokenGroup.WRITER);

        assertThat(largeBatch(greedy, 10 * REQUESTS_EACH_SECOND).statusCode()).isEqualTo(200);
        long refusedNanos = System.nanoTime();
        var refused = greedy.get("k");

        long seconds = retryAfterSeconds(refused);
        assertThat(seconds).isBetween(5L, 9L);
        assertThat(Client.json(refused).getString("detail"))
                .contains(REQUESTS_EACH_SECOND + " requests a second")
                .contains("concord.limits.requests-per-second");
        for (var target : List.of("/v1/watch", "/v1/cluster/status", "/v1/leases", "/v1/nothing")) {
            retryAfterSeconds(greedy.send("GET", target, null));
        }
        retryAfterSeconds(greedy.put("k", "v"));
        retryAfterSeconds(largeBatch(greedy, 1));
        assertThat(modest.put("modest", "v").statusCode()).isEqualTo(201);
        // Not before: what is refused costs nothing, so asking does not make it longer either.
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .until(() -> greedy.get("k").statusCode() != 429);
        var waited = Duration.ofNanos(System.nanoTime() - refusedNanos);
        assertThat(waited).isBetween(Duration.ofSeconds(seconds - 1).minusMillis(200), Duration.ofSeconds(seconds + 5));
    }

    @Test
    void after_the_time_that_was_told_the_first_request_is_let_in() throws IOException {
        var patient = client("patient", TokenGroup.READER);
        largeBatch(patient, 10 * REQUESTS_EACH_SECOND);
        long seconds = retryAfterSeconds(patient.get("k"));
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();

        await().atMost(PATIENCE).until(() -> System.nanoTime() - until >= 0);

        assertThat(patient.get("k").statusCode()).isEqualTo(404);
    }

    @Test
    void bodies_count_in_both_directions() throws IOException {
        var writer = client("bytes-writer", TokenGroup.WRITER);
        var reader = client("bytes-reader", TokenGroup.READER);

        assertThat(writer.put("large", "x".repeat(BYTES)).statusCode()).isEqualTo(201);
        var writing = writer.get("small");
        assertThat(reader.get("large").body()).hasSize(BYTES);
        var reading = reader.get("small");

        for (var refused : List.of(writing, reading)) {
            assertThat(retryAfterSeconds(refused)).isBetween(2L, 9L);
            assertThat(Client.json(refused).getString("detail")).contains("concord.limits.bytes-per-second");
        }
    }

    @Test
    void one_identity_has_so_many_watches_and_another_one_its_own() throws IOException {
        var alice = client("watching-alice", TokenGroup.READER);
        try (var first = Watch.start(alice, "/v1/watch");
                var second = Watch.start(alice, "/v1/watch?prefix=a")) {
            await().atMost(PATIENCE).until(() -> first.last() != null && second.last() != null);

            var refused = alice.send("GET", "/v1/watch", null);

            retryAfterSeconds(refused);
            assertThat(Client.json(refused).getString("detail")).contains("concord.limits.watchers-per-identity-max");
            try (var other = Watch.start(client("watching-bob", TokenGroup.READER), "/v1/watch")) {
                await().atMost(PATIENCE).until(() -> other.last() != null);
            }
        }
    }

    @Test
    void one_identity_has_so_many_leases_and_another_one_its_own() throws IOException {
        var alice = client("leasing-alice", TokenGroup.WRITER);
        var first = Client.json(alice.post("/v1/leases?ttl=1h")).getInt("id");
        alice.post("/v1/leases?ttl=1h");

        var refused = alice.post("/v1/leases?ttl=1h");

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(Client.code(refused)).isEqualTo("storage-full");
        assertThat(Client.json(refused).getString("detail")).contains("concord.limits.leases-per-identity-max");
        assertThat(client("leasing-bob", TokenGroup.WRITER)
                        .post("/v1/leases?ttl=1h")
                        .statusCode())
                .isEqualTo(201);
        assertThat(alice.send("DELETE", "/v1/leases/" + first, null).statusCode())
                .isEqualTo(200);
        assertThat(alice.post("/v1/leases?ttl=1h").statusCode()).isEqualTo(201);
    }

    @Test
    void a_lease_of_somebody_else_is_as_one_that_is_not_there() throws IOException {
        var owner = client("lease-owner", TokenGroup.WRITER);
        var other = client("lease-other", TokenGroup.WRITER);
        var id = Client.json(owner.post("/v1/leases?ttl=1h")).getInt("id");
        var none = id + 1_000_000;

        assertSame(
                other.send("GET", "/v1/leases/" + id, null), other.send("GET", "/v1/leases/" + none, null), id, none);
        assertSame(
                other.post("/v1/leases/" + id + "/keep-alive"),
                other.post("/v1/leases/" + none + "/keep-alive"),
                id,
                none);
        assertSame(
                other.send("DELETE", "/v1/leases/" + id, null),
                other.send("DELETE", "/v1/leases/" + none, null),
                id,
                none);
        assertSame(
                other.send("PUT", "/v1/kv/of-other?lease=" + id, new byte[0]),
                other.send("PUT", "/v1/kv/of-other?lease=" + none, new byte[0]),
                id,
                none);
        assertThat(Client.json(other.send("GET", "/v1/leases", null)).getJsonArray("leases"))
                .isEmpty();
        assertThat(Client.json(owner.send("GET", "/v1/leases", null)).getJsonArray("leases"))
                .hasSize(1);
        assertThat(owner.post("/v1/leases/" + id + "/keep-alive").statusCode()).isEqualTo(200);
    }

    @Test
    void an_administrator_uses_the_leases_of_all() throws IOException {
        var owner = client("lease-owner-2", TokenGroup.WRITER);
        var admin = client("lease-admin", TokenGroup.ADMIN);
        var id = Client.json(owner.post("/v1/leases?ttl=1h")).getInt("id");

        assertThat(admin.send("GET", "/v1/leases/" + id, null).statusCode()).isEqualTo(200);
        assertThat(admin.post("/v1/leases/" + id + "/keep-alive").statusCode()).isEqualTo(200);
        assertThat(admin.send("PUT", "/v1/kv/of-admin?lease=" + id, new byte[0]).statusCode())
                .isEqualTo(201);
        assertThat(Client.json(admin.send("DELETE", "/v1/leases/" + id, null)).getInt("deleted"))
                .isEqualTo(1);
        assertThat(Client.code(owner.post("/v1/leases/" + id + "/keep-alive"))).isEqualTo("lease-not-found");
    }

    private static void assertSame(HttpResponse<byte[]> there, HttpResponse<byte[]> notThere, int id, int none) {
        assertThat(there.statusCode()).isEqualTo(404);
        assertThat(Client.code(there)).isEqualTo("lease-not-found");
        assertThat(Client.text(there).replace("lease " + id, "lease ID"))
                .isEqualTo(Client.text(notThere).replace("lease " + none, "lease ID"));
    }
}
