package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenClaims;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Revocation of tokens: on every node, for every kind of request, and over restarts. */
class RevocationIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final String REVOCATIONS = "/v1/tokens/revocations";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(2);

    private static LocalCluster cluster = Clusters.of(3, "revocation", Clusters.OPTIONS);

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_revoked_token_is_refused_by_every_node_and_its_watches_end_within_two_seconds() throws IOException {
        var token = token(claims("mallory").with("jti", "stolen"));
        var watches = new ArrayList<Watch>();
        try {
            for (var node : ALL) {
                watches.add(Watch.start(client(node, token), "/v1/watch"));
            }
            await().atMost(PATIENCE).until(() -> watches.stream().allMatch(watch -> watch.last() != null));

            var revoked = admin("n1").sendJson("POST", REVOCATIONS, "{\"tokenId\": \"stolen\"}");

            assertThat(revoked.statusCode()).isEqualTo(201);
            // What nobody may answer any more: not even a node that has yet to hear of it.
            for (var node : ALL) {
                assertRevoked(client(node, token).put("k", "v"));
                assertRevoked(client(node, token).get("k"));
            }
            await().atMost(SOON).until(() -> watches.stream().allMatch(Watch::hasEnded));
            for (var watch : watches) {
                var last = Objects.requireNonNull(watch.last());
                assertThat(last.type()).isEqualTo("end");
                assertThat(last.data().getString("reason")).isEqualTo("token-revoked");
            }
        } finally {
            watches.forEach(Watch::close);
        }
        for (var node : ALL) {
            for (var target : List.of("/v1/watch", "/v1/cluster/status", "/v1/kv?key=k&consistency=stale")) {
                assertRevoked(client(node, token).send("GET", target, null));
            }
        }
    }

    @Test
    void a_token_that_is_issued_later_is_good_and_the_older_one_is_refused_after_a_restart() throws IOException {
        var old = token(claims("bob").with("iat", Instant.now().minusSeconds(60)));
        var fresh = token(claims("bob").with("iat", Instant.now().minusSeconds(10)));
        var before = Instant.now().minusSeconds(30);

        var revoked = admin("n2")
                .sendJson("POST", REVOCATIONS, "{\"subject\": \"bob\", \"issuedBefore\": \"" + before + "\"}");

        assertThat(revoked.statusCode()).isEqualTo(201);
        for (var node : ALL) {
            assertRevoked(client(node, old).put("k", "v"));
            assertThat(client(node, fresh).put("k", "v").statusCode()).isBetween(200, 204);
        }
        assertThat(admin("n3").send("POST", "/v1/cluster/snapshot", null).statusCode())
                .isEqualTo(200);
        cluster.stop("n3");
        cluster.start("n3");
        cluster.awaitReady(Clusters.START_PATIENCE);
        assertRevoked(client("n3", old).get("k"));
        assertRevoked(client("n3", old).put("k", "v"));
        assertThat(client("n3", fresh).get("k").statusCode()).isEqualTo(200);

        var lifted = admin("n1")
                .send("DELETE", REVOCATIONS + "/" + Client.json(revoked).getInt("id"), null);

        assertThat(lifted.statusCode()).isEqualTo(204);
        await().atMost(PATIENCE).until(() -> client("n3", old).put("k", "v").statusCode() < 300);
    }

    @Test
    void nobody_revokes_his_own_token_unasked() throws IOException {
        var own = client("n1", token(cluster.tokens().claims("root", TokenGroup.ADMIN, Duration.ofHours(1))));
        var all = "{\"subject\": \"root\", \"issuedBefore\": \"9998-01-01T00:00:00Z\"";

        assertThat(Client.code(own.sendJson("POST", REVOCATIONS, all + "}"))).isEqualTo("conflict");
        assertThat(own.sendJson("POST", REVOCATIONS, all + ", \"includingOwn\": true}")
                        .statusCode())
                .isEqualTo(201);
        assertRevoked(own.send("GET", REVOCATIONS, null));
    }

    private static void assertRevoked(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Client.code(response)).isEqualTo("token-revoked");
        assertThat(Client.header(response, "WWW-Authenticate")).startsWith("Bearer");
    }

    private static TokenClaims claims(String subject) {
        return cluster.tokens().claims(subject, TokenGroup.WRITER, Duration.ofHours(1));
    }

    private static String token(TokenClaims claims) {
        return cluster.tokens().sign(claims);
    }

    private static Client client(String node, String token) {
        return new Client(cluster.endpoint(node), token);
    }

    private static Client admin(String node) {
        return SharedCluster.client(cluster, node, TokenGroup.ADMIN);
    }
}
