package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces over HTTP: made, joined, limited, cleared and destroyed, each on one node and seen on the others. */
@ExtendWith(SharedCluster.class)
class NamespacesIT {
    private static final byte[] VALUE = {1};

    private final Client n1;
    private final Client n2;
    private final Client n3;

    NamespacesIT(LocalCluster cluster) {
        n1 = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        n2 = SharedCluster.client(cluster, "n2", TokenGroup.WRITER);
        n3 = SharedCluster.client(cluster, "n3", TokenGroup.WRITER);
    }

    @Test
    void a_namespace_is_created_once_and_then_joined() throws IOException {
        var created = n1.sendJson("PUT", "/v1/namespaces/joined", "{\"maxEntries\": 7}");
        var joined = n2.send("PUT", "/v1/namespaces/joined", null);
        var read = n3.send("GET", "/v1/namespaces/joined", null);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(joined.statusCode()).isEqualTo(200);
        assertThat(Client.json(joined).getInt("maxEntries")).isEqualTo(7);
        assertThat(Client.json(read).getInt("maxEntries")).isEqualTo(7);
        assertThat(Client.json(read).getInt("entries")).isZero();
    }

    @Test
    void a_namespace_that_must_be_new_is_not_joined() throws IOException {
        var created = n1.send("PUT", "/v1/namespaces/new", null, "If-None-Match", "*");
        var again = n2.sendJson("PUT", "/v1/namespaces/new", "{\"maxEntries\": 1}", "If-None-Match", "*");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(Client.code(again)).isEqualTo("precondition-failed");
        assertThat(described("new").containsKey("maxEntries")).isFalse();
    }

    @Test
    void settings_are_those_of_the_last_body() throws IOException {
        n1.sendJson(
                "PUT", "/v1/namespaces/settings", "{\"defaultTtl\": \"90m\", \"maxEntries\": 5, \"maxBytes\": 100}");
        var first = described("settings");
        n2.sendJson("PUT", "/v1/namespaces/settings", "{\"maxBytes\": 200}");
        var second = described("settings");

        assertThat(first.getString("defaultTtl")).isEqualTo("PT1H30M");
        assertThat(first.getInt("maxEntries")).isEqualTo(5);
        assertThat(first.getInt("maxBytes")).isEqualTo(100);
        assertThat(second.keySet()).containsExactlyInAnyOrder("namespace", "entries", "bytes", "maxBytes");
        assertThat(second.getInt("maxBytes")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"maxEntires\": 1}",
                "{\"maxEntries\": -1}",
                "{\"maxEntries\": 1.5}",
                "{\"maxEntries\": \"1\"}",
                "{\"maxEntries\": 1e400}",
                "{\"defaultTtl\": 5}",
                "{\"defaultTtl\": \"soon\"}",
                "{\"defaultTtl\": \"0s\"}",
                "{\"defaultTtl\": \"36526d\"}",
                "[]",
                "7",
                "{",
                "{} {}"
            })
    void bad_settings_are_refused(String body) throws IOException {
        var refused = n1.sendJson("PUT", "/v1/namespaces/bad-settings", body);

        assertThat(refused.statusCode()).as(Client.text(refused)).isEqualTo(400);
        assertThat(Client.code(refused)).isEqualTo("invalid-request");
        assertThat(n2.send("GET", "/v1/namespaces/bad-settings", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void settings_that_are_not_said_to_be_json_are_refused() throws IOException {
        var refused = n1.send("PUT", "/v1/namespaces/typeless", new byte[] {'{', '}'}, "Content-Type", "text/plain");

        assertThat(refused.statusCode()).isEqualTo(415);
    }

    @Test
    void the_default_lifetime_is_given_to_what_says_nothing_of_its_own() throws IOException {
        n1.sendJson("PUT", "/v1/namespaces/default-ttl", "{\"defaultTtl\": \"1h\"}");
        n1.send("PUT", Client.kv("default-ttl", "silent"), VALUE);
        n1.send("PUT", Client.kv("default-ttl", "never") + "&ttl=never", VALUE);
        n2.post(Client.kv("default-ttl", "counter") + "&op=increment");

        assertThat(Client.header(n2.send("GET", Client.kv("default-ttl", "silent"), null), "Expires"))
                .isNotEmpty();
        assertThat(Client.header(n3.send("GET", Client.kv("default-ttl", "counter"), null), "Expires"))
                .isNotEmpty();
        assertThat(Client.header(n2.send("GET", Client.kv("default-ttl", "never"), null), "Expires"))
                .isEmpty();
    }

    @Test
    void a_namespace_full_of_entries_still_replaces_reads_and_deletes() throws IOException {
        n1.sendJson("PUT", "/v1/namespaces/few", "{\"maxEntries\": 2}");
        n1.send("PUT", Client.kv("few", "a"), VALUE);
        n2.send("PUT", Client.kv("few", "b"), VALUE);

        var refused = n3.send("PUT", Client.kv("few", "c"), VALUE);
        var incremented = n3.post(Client.kv("few", "c") + "&op=increment");

        for (var full : new HttpResponse<?>[] {refused, incremented}) {
            assertThat(full.statusCode()).isEqualTo(507);
        }
        assertThat(Client.code(refused)).isEqualTo("storage-full");
        assertThat(Client.text(refused)).contains("maxEntries", "2");
        assertThat(n1.send("PUT", Client.kv("few", "a"), VALUE).statusCode()).isEqualTo(204);
        assertThat(n2.send("GET", Client.kv("few", "b"), null).statusCode()).isEqualTo(200);
        assertThat(n2.send("DELETE", Client.kv("few", "b"), null).statusCode()).isEqualTo(204);
        assertThat(n3.send("PUT", Client.kv("few", "c"), VALUE).statusCode()).isEqualTo(201);
    }

    @Test
    void a_namespace_full_of_bytes_still_shrinks() throws IOException {
        n1.sendJson("PUT", "/v1/namespaces/small", "{\"maxBytes\": 1000}");
        n1.send("PUT", Client.kv("small", "a"), new byte[900]);

        var refused = n2.send("PUT", Client.kv("small", "b"), new byte[900]);
        var grown = n2.send("PUT", Client.kv("small", "a"), new byte[1000]);
        n3.sendJson("PUT", "/v1/namespaces/small", "{\"maxBytes\": 10}");
        var shrunk = n2.send("PUT", Client.kv("small", "a"), new byte[500]);

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(Client.text(refused)).contains("maxBytes", "1000");
        assertThat(grown.statusCode()).isEqualTo(507);
        assertThat(shrunk.statusCode()).isEqualTo(204);
        assertThat(n1.send("GET", Client.kv("small", "a"), null).body()).hasSize(500);
        assertThat(n1.send("DELETE", Client.kv("small", "a"), null).statusCode())
                .isEqualTo(204);
    }

    @Test
    void the_list_has_every_namespace_in_order_with_what_it_holds() throws IOException {
        n1.send("PUT", "/v1/namespaces/listed-b", null);
        n1.send("PUT", "/v1/namespaces/listed-a", null);
        n1.send("PUT", Client.kv("listed-a", "key"), new byte[5], "Content-Type", "x/y");

        var listed = Client.json(n2.send("GET", "/v1/namespaces", null)).getJsonArray("namespaces").stream()
                .map(JsonValue::asJsonObject)
                .toList();

        var names = listed.stream().map(object -> object.getString("namespace")).toList();
        assertThat(names).contains("default", "listed-a", "listed-b").isSorted();
        var filled = listed.get(names.indexOf("listed-a"));
        assertThat(filled.getInt("entries")).isEqualTo(1);
        assertThat(filled.getInt("bytes")).isEqualTo(3 + 5 + 3);
    }

    @Test
    void clearing_removes_all_entries_in_one_commit() throws IOException {
        n1.send("PUT", "/v1/namespaces/cleared", null);
        for (var i = 0; i < 5; i++) {
            n1.send("PUT", Client.kv("cleared", "k" + i), VALUE);
        }
        var before = Client.revision(n2.send("GET", Client.kv("cleared", "k0"), null));

        var cleared = n2.post("/v1/namespaces/cleared/clear");

        assertThat(cleared.statusCode()).isEqualTo(200);
        assertThat(Client.json(cleared).getInt("deleted")).isEqualTo(5);
        assertThat(Client.header(cleared, "Concord-Deleted")).isEqualTo("5");
        assertThat(n3.send("GET", Client.kv("cleared", "k0"), null).statusCode())
                .isEqualTo(404);
        assertThat(described("cleared").getInt("entries")).isZero();
        // Nothing else writes, and a lease or a lifetime of another test may end: at least one, and not one each.
        assertThat(Client.revision(cleared) - before).isBetween(1L, 4L);
    }

    @Test
    void a_destroyed_namespace_is_gone_with_its_entries_and_its_settings() throws IOException {
        n1.sendJson("PUT", "/v1/namespaces/destroyed", "{\"maxEntries\": 3}");
        n1.send("PUT", Client.kv("destroyed", "a"), VALUE);

        var destroyed = n2.send("DELETE", "/v1/namespaces/destroyed", null);
        var again = n3.send("DELETE", "/v1/namespaces/destroyed", null);

        assertThat(destroyed.statusCode()).isEqualTo(200);
        assertThat(Client.json(destroyed).getInt("deleted")).isEqualTo(1);
        assertThat(Client.json(destroyed).getBoolean("existed")).isTrue();
        assertThat(Client.json(again).getBoolean("existed")).isFalse();
        var missing = n1.send("GET", Client.kv("destroyed", "a"), null);
        assertThat(Client.code(missing)).isEqualTo("namespace-not-found");
        n1.send("PUT", "/v1/namespaces/destroyed", null);
        assertThat(described("destroyed").keySet()).containsExactlyInAnyOrder("namespace", "entries", "bytes");
    }

    @Test
    void the_default_namespace_is_cleared_but_never_destroyed() throws IOException {
        var refused = n1.send("DELETE", "/v1/namespaces/default", null);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.text(refused)).contains("default", "clear");
        n1.put("of-default", "value");
        assertThat(Client.text(n2.send("GET", Client.kv("default", "of-default"), null)))
                .isEqualTo("value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /v1/namespaces/nowhere",
                "GET    | /v1/namespaces/nowhere/kv",
                "GET    | /v1/namespaces/nowhere/kv/a",
                "PUT    | /v1/namespaces/nowhere/kv/a",
                "DELETE | /v1/namespaces/nowhere/kv/a",
                "DELETE | /v1/namespaces/nowhere/kv?prefix=a",
                "POST   | /v1/namespaces/nowhere/kv/a?op=increment",
                "POST   | /v1/namespaces/nowhere/kv/a?op=touch&ttl=5s",
                "POST   | /v1/namespaces/nowhere/clear"
            })
    void an_unknown_namespace_is_404_on_every_verb(String method, String target) throws IOException {
        var response = n1.send(method, target, method.equals("PUT") ? VALUE : null);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Client.code(response)).isEqualTo("namespace-not-found");
        assertThat(Client.text(response)).contains("'nowhere'");
        assertThat(Client.revision(response)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a+b", "ключ", "😀", "100%", "?", "a&b=c", "\"'<>", "kv", "clear", "...", "a;b"})
    void an_odd_name_is_kept_to_the_letter(String name) throws IOException {
        assertThat(n1.send("PUT", Client.namespace(name), null).statusCode()).isEqualTo(201);
        assertThat(n2.send("PUT", Client.kv(name, "k/1"), VALUE).statusCode()).isEqualTo(201);

        assertThat(n3.send("GET", Client.namespace(name) + "/kv/k/1", null).body())
                .isEqualTo(VALUE);
        assertThat(described(name).getString("namespace")).isEqualTo(name);
        var destroyed = n1.send("DELETE", Client.namespace(name), null);
        assertThat(Client.json(destroyed).getInt("deleted")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a;b", ".", "..", "%2E%2e", "a%23b", "a%5Cb", "%FF", "%ED%A0%80", ""})
    void a_name_that_a_path_cannot_carry_is_refused(String raw) throws IOException {
        for (var target : new String[] {"/v1/namespaces/" + raw, "/v1/namespaces/" + raw + "/kv/key"}) {
            var refused = n1.send("PUT", target, null);

            assertThat(refused.statusCode())
                    .as("%s: %s", target, Client.text(refused))
                    .isIn(400, 404, 405);
            assertThat(Client.header(refused, "Content-Type")).isEqualTo("application/problem+json");
        }
    }

    @Test
    void a_name_of_255_bytes_is_the_longest() throws IOException {
        var longest = "n".repeat(255);

        assertThat(n1.send("PUT", Client.namespace(longest), null).statusCode()).isEqualTo(201);
        assertThat(n1.send("PUT", Client.namespace(longest + "n"), null).statusCode())
                .isEqualTo(400);
        n1.send("DELETE", Client.namespace(longest), null);
    }

    private JsonObject described(String name) throws IOException {
        return Client.json(n3.send("GET", Client.namespace(name), null));
    }
}
