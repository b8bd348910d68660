package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules on real servers: on every node, under load, for running watches, and over restarts. */
class RulesIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final String RULES = "/v1/rules";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final String TENANTS = """
            {"groups":["concord-writer"],"grants":[
              {"namespace":"default","key":"tenants/{claim:tenant_id}/**","verbs":["read","write","delete","watch"]},
              {"namespace":"default","key":"motd","verbs":["read"]}]}""";

    private static LocalCluster cluster = Clusters.of(3, "rules", Clusters.OPTIONS);

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Each test begins without rules, by the roles. */
    @AfterEach
    void forget() throws IOException {
        var rules = Client.json(admin("n1").send("GET", RULES, null)).getJsonArray("rules");
        for (var rule : rules.getValuesAs(JsonObject.class)) {
            admin("n1").send("DELETE", RULES + "/" + rule.getString("name"), null);
        }
    }

    @Test
    void the_first_rule_refuses_what_none_grants_on_every_node_at_once() throws IOException {
        assertThat(tenant("n1", "acme").put("anywhere", "v").statusCode()).isBetween(200, 204);
        admin("n1").put("motd", "hello");

        put("tenants", TENANTS);

        for (var node : ALL) {
            var acme = tenant(node, "acme");
            assertThat(acme.put("tenants/acme/cart", node).statusCode()).isBetween(200, 204);
            assertThat(Client.text(acme.get("tenants/acme/cart"))).isEqualTo(node);
            assertThat(acme.get("motd").statusCode()).isEqualTo(200);
            assertThat(acme.send("GET", "/v1/kv?prefix=tenants/acme/", null).statusCode())
                    .isEqualTo(200);
            assertForbidden(acme.get("tenants/umbrella/cart"));
            assertForbidden(acme.get("tenants/umbrella/nothing"));
            assertForbidden(acme.put("motd", "mine"));
            assertForbidden(acme.put("anywhere", "v"));
            assertForbidden(acme.delete("motd"));
            assertForbidden(acme.send("GET", "/v1/kv?prefix=tenants/", null));
            assertForbidden(acme.send("GET", "/v1/kv?prefix=", null));
            assertForbidden(acme.send("GET", "/v1/namespaces", null));
            assertForbidden(acme.send("GET", "/v1/namespaces/nowhere", null));
            assertForbidden(acme.send("GET", "/v1/leases", null));
            assertForbidden(acme.send("GET", "/v1/watch", null));
            assertForbidden(acme.send("GET", RULES, null));
            assertForbidden(
                    acme.transact("{\"compare\":[{\"key\":\"motd\",\"target\":\"exists\",\"operand\":true}],\"then\":["
                            + "{\"op\":\"put\",\"key\":\"motd\",\"value\":1}]}"));
            // Another claim, no claim, and no group that a rule names.
            assertForbidden(tenant(node, "umbrella").get("tenants/acme/cart"));
            assertForbidden(client(node, TokenGroup.WRITER).get("tenants/acme/cart"));
            assertForbidden(client(node, TokenGroup.READER).get("motd"));
            assertThat(admin(node).get("anywhere").statusCode()).isEqualTo(200);
            assertThat(tenant(node, "acme").status().containsKey("entries")).isFalse();
        }
    }

    @Test
    void a_change_under_load_holds_from_its_acknowledgement_on_every_node() throws Exception {
        put("tenants", TENANTS);
        var stop = new AtomicBoolean();
        var written = new AtomicInteger();
        var wrong = new ArrayList<String>();
        var threads = new ArrayList<Thread>();
        for (var node : ALL) {
            var thread = new Thread(() -> {
                try {
                    var acme = tenant(node, "acme");
                    while (!stop.get()) {
                        var status = acme.put("tenants/acme/load-" + node, "v").statusCode();
                        if (status < 300) {
                            written.incrementAndGet();
                        } else if (status != 403) {
                            synchronized (wrong) {
                                wrong.add(node + " " + status);
                            }
                        }
                    }
                } catch (IOException e) {
                    synchronized (wrong) {
                        wrong.add(e.toString());
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        try {
            for (int round = 0; round < 10; round++) {
                put("tenants", TENANTS.replace("tenants/{claim", "others/{claim"));
                for (var node : ALL) {
                    assertForbidden(tenant(node, "acme").put("tenants/acme/now", "v"));
                    assertForbidden(tenant(node, "acme").get("tenants/acme/now"));
                }
                put("tenants", TENANTS);
                for (var node : ALL) {
                    assertThat(tenant(node, "acme").put("tenants/acme/now", "v").statusCode())
                            .isBetween(200, 204);
                    assertThat(tenant(node, "acme").get("tenants/acme/now").statusCode())
                            .isEqualTo(200);
                }
            }
        } finally {
            stop.set(true);
            for (var thread : threads) {
                thread.join();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(written.get()).isPositive();
    }

    @Test
    void a_running_watch_ends_within_two_seconds_when_the_rules_do_not_let_it_go_on() throws IOException {
        put("tenants", TENANTS);
        var watches = new ArrayList<Watch>();
        try {
            for (var node : ALL) {
                watches.add(Watch.start(tenant(node, "acme"), "/v1/watch?prefix=tenants/acme/"));
            }
            await().atMost(PATIENCE).until(() -> watches.stream().allMatch(watch -> watch.last() != null));

            put("tenants", TENANTS.replace(",\"watch\"", ""));

            await().atMost(SOON).until(() -> watches.stream().allMatch(Watch::hasEnded));
            for (var watch : watches) {
                var last = Objects.requireNonNull(watch.last());
                assertThat(last.type()).isEqualTo("end");
                assertThat(last.data().getString("reason")).isEqualTo("forbidden");
            }
        } finally {
            watches.forEach(Watch::close);
        }
    }

    @Test
    void a_rule_is_changed_under_its_revision_and_explained() throws IOException {
        var put = put("tenants", TENANTS);
        var etag = Client.header(put, "ETag");

        assertThat(admin("n2")
                        .sendJson("PUT", RULES + "/tenants", TENANTS, "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(412);
        assertThat(admin("n2")
                        .sendJson("PUT", RULES + "/tenants", TENANTS, "If-Match", etag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin("n3")
                        .sendJson("PUT", RULES + "/tenants", TENANTS, "If-Match", etag)
                        .statusCode())
                .isEqualTo(412);
        assertThat(Client.json(admin("n3").send("GET", RULES + "/tenants", null))
                        .getString("name"))
                .isEqualTo("tenants");
        assertThat(admin("n1").send("GET", RULES + "/others", null).statusCode())
                .isEqualTo(404);

        var own = Client.json(tenant("n1", "acme")
                .sendJson(
                        "POST",
                        "/v1/authz/explain",
                        "{\"verb\":\"read\",\"namespace\":\"default\",\"key\":\"tenants/acme/cart\"}"));
        assertThat(own.getBoolean("allowed")).isTrue();
        var basis = own.getJsonArray("grants").getJsonObject(0);
        assertThat(basis.getString("rule")).isEqualTo("tenants");
        assertThat(basis.getString("resolvedKey")).isEqualTo("tenants/acme/**");
        assertThat(basis.getJsonObject("claims").getString("tenant_id")).isEqualTo("acme");
        var none = Client.json(client("n1", TokenGroup.WRITER)
                .sendJson(
                        "POST",
                        "/v1/authz/explain",
                        "{\"verb\":\"read\",\"namespace\":\"default\",\"key\":\"tenants/acme/cart\"}"));
        assertThat(none.getBoolean("allowed")).isFalse();
        assertThat(none.getJsonArray("unusableGrants").getJsonObject(0).getString("claim"))
                .isEqualTo("tenant_id");
        // Of others for administrators alone.
        var other =
                "{\"identity\":{\"subject\":\"bob\",\"groups\":[\"concord-writer\"],\"claims\":{\"tenant_id\":\"x\"}},"
                        + "\"verb\":\"write\",\"namespace\":\"default\",\"key\":\"tenants/x/1\"}";
        assertForbidden(tenant("n1", "acme").sendJson("POST", "/v1/authz/explain", other));
        assertThat(Client.json(admin("n1").sendJson("POST", "/v1/authz/explain", other))
                        .getBoolean("allowed"))
                .isTrue();
    }

    @Test
    void rules_outlive_a_restart_with_and_without_a_snapshot() throws IOException {
        put("tenants", TENANTS);
        assertThat(admin("n3").send("POST", "/v1/cluster/snapshot", null).statusCode())
                .isEqualTo(200);

        for (var node : List.of("n2", "n3")) {
            cluster.stop(node);
            cluster.start(node);
            cluster.awaitReady(Clusters.START_PATIENCE);
            assertForbidden(tenant(node, "acme").put("anywhere", "v"));
            assertThat(tenant(node, "acme").put("tenants/acme/cart", "v").statusCode())
                    .isBetween(200, 204);
        }
    }

    private static HttpResponse<byte[]> put(String name, String json) throws IOException {
        var response = admin("n1").sendJson("PUT", RULES + "/" + name, json);
        assertThat(response.statusCode()).isBetween(200, 201);
        return response;
    }

    private static void assertForbidden(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(Client.code(response)).isEqualTo("forbidden");
    }

    private static Client tenant(String node, String tenant) {
        var claims = cluster.tokens()
                .claims("alice", TokenGroup.WRITER, Duration.ofHours(1))
                .with("tenant_id", tenant);
        return new Client(cluster.endpoint(node), cluster.tokens().sign(claims));
    }

    private static Client client(String node, TokenGroup group) {
        return SharedCluster.client(cluster, node, group);
    }

    private static Client admin(String node) {
        return client(node, TokenGroup.ADMIN);
    }
}
