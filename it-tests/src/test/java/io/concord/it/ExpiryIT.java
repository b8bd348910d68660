package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lifetimes and leases over HTTP: what is due goes, on every node at once, and never before. */
@ExtendWith(SharedCluster.class)
class ExpiryIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");

    /** For what has a second or two to live, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final byte[] VALUE = {1};

    private final LocalCluster cluster;
    private final Client n1;
    private final Client n2;
    private final Client n3;

    ExpiryIT(LocalCluster cluster) {
        this.cluster = cluster;
        n1 = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        n2 = SharedCluster.client(cluster, "n2", TokenGroup.WRITER);
        n3 = SharedCluster.client(cluster, "n3", TokenGroup.WRITER);
    }

    @Test
    void an_entry_goes_on_all_nodes_at_once_and_never_early() throws IOException {
        var sent = System.nanoTime();
        assertThat(n1.send("PUT", "/v1/kv/expiry/short?ttl=1500ms", VALUE).statusCode())
                .isEqualTo(201);

        awaitGone("expiry/short", List.of(n3, n1, n2));

        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void an_expiry_is_a_commit_by_the_store_itself() throws IOException {
        var written = n1.send("PUT", "/v1/kv/expiry/commit?ttl=1s", VALUE);

        var gone = awaitGone("expiry/commit", List.of(n2));

        assertThat(Client.revision(gone)).isGreaterThan(Client.revision(written));
        assertThat(n3.put("expiry/commit", "anew").statusCode()).isEqualTo(201);
    }

    @Test
    void expires_tells_when() throws IOException {
        var before = Instant.now();
        n1.send("PUT", "/v1/kv/expiry/told?ttl=10m", VALUE);

        var told = expires(n2.get("expiry/told"));

        // The header has whole seconds, and the cluster's time may lag a little.
        assertThat(told).isBetween(before.plusSeconds(600 - 2), Instant.now().plusSeconds(600 + 2));
        assertThat(Client.header(n3.send("HEAD", "/v1/kv/expiry/told", null), "Expires"))
                .isNotEmpty();
    }

    @Test
    void a_touch_moves_the_deadline_and_nothing_else() throws IOException {
        var written = n1.send("PUT", "/v1/kv/expiry/touched?ttl=10m", VALUE);
        var before = expires(n1.get("expiry/touched"));

        var touched = n2.post("/v1/kv/expiry/touched?op=touch&ttl=2h");

        var read = n3.get("expiry/touched");
        assertThat(touched.statusCode()).isEqualTo(204);
        assertThat(Client.header(read, "ETag")).isEqualTo(Client.header(written, "ETag"));
        assertThat(Client.header(read, "Concord-Version")).isEqualTo("1");
        assertThat(expires(read)).isAfter(before.plusSeconds(3600));
        assertThat(n1.post("/v1/kv/expiry/touched?op=touch&ttl=1h", "If-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(n1.post("/v1/kv/expiry/nothing?op=touch&ttl=1h").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_touched_entry_outlives_its_first_deadline() throws IOException {
        n1.send("PUT", "/v1/kv/expiry/saved?ttl=4s", VALUE);
        n1.send("PUT", "/v1/kv/expiry/witness?ttl=4s", VALUE);

        assertThat(n2.post("/v1/kv/expiry/saved?op=touch&ttl=1h").statusCode()).isEqualTo(204);

        awaitGone("expiry/witness", List.of(n3));
        assertThat(n3.get("expiry/saved").statusCode()).isEqualTo(200);
    }

    @Test
    void a_write_keeps_or_ends_a_lifetime_as_it_says() throws IOException {
        n1.send("PUT", "/v1/kv/expiry/kept?ttl=1h", VALUE);
        var first = expires(n1.get("expiry/kept"));
        n2.send("PUT", "/v1/kv/expiry/kept?ttl=keep", VALUE);
        var kept = expires(n1.get("expiry/kept"));
        n3.post("/v1/kv/expiry/count?op=increment&ttl=1h");
        n3.post("/v1/kv/expiry/count?op=increment&ttl=keep");
        n2.send("PUT", "/v1/kv/expiry/kept?ttl=never", VALUE);

        assertThat(kept).isBetween(first.minusSeconds(2), first.plusSeconds(2));
        assertThat(Client.header(n1.get("expiry/kept"), "Expires")).isEmpty();
        assertThat(Client.header(n1.get("expiry/count"), "Expires")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ttl=0s", "ttl=-1s", "ttl=soon", "ttl=36526d", "ttl=", "lease=0", "lease=x", "ttl=1s&lease=1"})
    void a_bad_lifetime_is_refused(String lifetime) throws IOException {
        var refused = n1.send("PUT", "/v1/kv/expiry/bad?" + lifetime, VALUE);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.code(refused)).isEqualTo("invalid-request");
    }

    @Test
    void a_lease_takes_its_entries_of_all_namespaces_with_it_when_it_is_revoked() throws IOException {
        n1.send("PUT", "/v1/namespaces/leased", null);
        var id = grant(n1, "1h");
        n2.send("PUT", "/v1/kv/expiry/leased?lease=" + id, VALUE);
        n3.send("PUT", Client.kv("leased", "key") + "&lease=" + id, VALUE);

        var described = Client.json(n3.send("GET", "/v1/leases/" + id, null));
        var revoked = n2.send("DELETE", "/v1/leases/" + id, null);

        assertThat(described.getString("ttl")).isEqualTo("PT1H");
        assertThat(described.getString("owner")).isEqualTo("alice");
        assertThat(described.getJsonArray("entries").stream()
                        .map(JsonValue::asJsonObject)
                        .map(entry -> entry.getString("namespace") + ":" + entry.getString("key")))
                .containsExactlyInAnyOrder("default:expiry/leased", "leased:key");
        assertThat(Client.json(revoked).getInt("deleted")).isEqualTo(2);
        assertThat(n1.get("expiry/leased").statusCode()).isEqualTo(404);
        assertThat(n1.send("GET", Client.kv("leased", "key"), null).statusCode())
                .isEqualTo(404);
        for (var ended : List.of(
                n1.send("GET", "/v1/leases/" + id, null),
                n1.send("DELETE", "/v1/leases/" + id, null),
                n1.post("/v1/leases/" + id + "/keep-alive"),
                n1.send("PUT", "/v1/kv/expiry/leased?lease=" + id, VALUE))) {
            assertThat(ended.statusCode()).isEqualTo(404);
            assertThat(Client.code(ended)).isEqualTo("lease-not-found");
            assertThat(Client.revision(ended)).isPositive();
        }
    }

    @Test
    void a_lease_that_nobody_keeps_ends_with_its_entries_and_one_that_is_kept_does_not() throws IOException {
        var left = grant(n1, "4s");
        var kept = grant(n1, "4s");
        n1.send("PUT", "/v1/kv/expiry/left-1?lease=" + left, VALUE);
        n2.send("PUT", "/v1/kv/expiry/left-2?lease=" + left, VALUE);
        n3.send("PUT", "/v1/kv/expiry/alive?lease=" + kept, VALUE);
        assertThat(Client.header(n2.get("expiry/alive"), "Concord-Lease")).isEqualTo(Long.toString(kept));

        await().atMost(PATIENCE).until(() -> {
            assertThat(n2.post("/v1/leases/" + kept + "/keep-alive").statusCode())
                    .isEqualTo(200);
            return n3.get("expiry/left-1").statusCode() == 404;
        });

        assertThat(n1.get("expiry/left-2").statusCode()).isEqualTo(404);
        assertThat(n1.get("expiry/alive").statusCode()).isEqualTo(200);
        assertThat(Client.text(n1.send("GET", "/v1/leases", null)))
                .contains("\"id\":" + kept + ",")
                .doesNotContain("\"id\":" + left + ",");
        n1.send("DELETE", "/v1/leases/" + kept, null);
    }

    @Test
    void an_entry_written_without_its_lease_outlives_it() throws IOException {
        var id = grant(n1, "1h");
        n1.send("PUT", "/v1/kv/expiry/freed?lease=" + id, VALUE);
        n2.put("expiry/freed", "free");

        assertThat(Client.json(n3.send("DELETE", "/v1/leases/" + id, null)).getInt("deleted"))
                .isZero();
        assertThat(Client.text(n1.get("expiry/freed"))).isEqualTo("free");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/leases", "/v1/leases?ttl=0s", "/v1/leases?ttl=never", "/v1/leases/x/keep-alive"})
    void a_bad_request_for_a_lease_is_refused(String target) throws IOException {
        assertThat(n1.post(target).statusCode()).isEqualTo(400);
    }

    @Test
    void deadlines_hold_when_the_leader_is_killed() throws IOException {
        var leader = Clusters.leader(cluster, ALL, PATIENCE);
        var others = ALL.stream()
                .filter(id -> !id.equals(leader))
                .map(id -> SharedCluster.client(cluster, id, TokenGroup.WRITER))
                .toList();
        var client = others.get(0);
        var lease = grant(client, "1h");
        client.send("PUT", "/v1/kv/expiry/of-lease?lease=" + lease, VALUE);
        client.send("PUT", "/v1/kv/expiry/long?ttl=1h", VALUE);
        var expires = expires(client.get("expiry/long"));
        var sent = System.nanoTime();
        client.send("PUT", "/v1/kv/expiry/short?ttl=4s", VALUE);

        cluster.kill(leader);
        try {
            awaitGone("expiry/short", others);

            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
            assertThat(client.get("expiry/of-lease").statusCode()).isEqualTo(200);
            assertThat(client.send("GET", "/v1/leases/" + lease, null).statusCode())
                    .isEqualTo(200);
            // The change of leader costs the cluster's time a little; it never gains any.
            assertThat(expires(others.get(1).get("expiry/long")))
                    .isBetween(expires.minusSeconds(2), expires.plusSeconds(30));
        } finally {
            cluster.start(leader);
            cluster.awaitReady(Clusters.START_PATIENCE);
        }
    }

    /** Waits until one node says that there is no entry; from then on no node may serve it. */
    private static HttpResponse<byte[]> awaitGone(String key, List<Client> clients) throws IOException {
        var gone = await().atMost(PATIENCE)
                .ignoreException(IOException.class)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> clients.get(0).get(key), read -> read.statusCode() == 404);
        for (var client : clients) {
            assertThat(client.get(key).statusCode()).isEqualTo(404);
        }
        assertThat(Client.code(gone)).isEqualTo("not-found");
        return gone;
    }

    private static long grant(Client client, String ttl) throws IOException {
        var granted = client.post("/v1/leases?ttl=" + ttl);
        assertThat(granted.statusCode()).isEqualTo(201);
        return Client.json(granted).getJsonNumber("id").longValue();
    }

    private static Instant expires(HttpResponse<?> response) {
        return ZonedDateTime.parse(Client.header(response, "Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }
}
