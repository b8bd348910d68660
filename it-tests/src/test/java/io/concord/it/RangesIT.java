package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many entries at a time over HTTP: pages of one revision from whatever node, streams, and removal. */
@ExtendWith(SharedCluster.class)
class RangesIT {
    private static final int PUTS_AT_ONCE = 500;

    private final Client n1;
    private final Client n2;
    private final Client n3;

    RangesIT(LocalCluster cluster) {
        n1 = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        n2 = SharedCluster.client(cluster, "n2", TokenGroup.WRITER);
        n3 = SharedCluster.client(cluster, "n3", TokenGroup.WRITER);
    }

    @Test
    void keys_come_in_the_order_of_their_bytes() throws IOException {
        emptied("order");
        // In UTF-16, which Java compares by, the emoji (two surrogates) would come before the tilde.
        var ordered = List.of("A", "a", "a/", "a/b", "aa", "b", "é", "～", "😀");
        for (var key : List.of("～", "b", "😀", "a/b", "é", "A", "aa", "a/", "a")) {
            n1.send("PUT", Client.kv("order", key), new byte[] {1});
        }

        assertThat(keys(page(n2, "order", ""))).isEqualTo(ordered);
        assertThat(keys(page(n3, "order", "from=" + Client.encoded("～")))).containsExactly("～", "😀");
        assertThat(keys(page(n3, "order", "to=" + Client.encoded("😀") + "&from=b")))
                .containsExactly("b", "é", "～");
        assertThat(lines(n1, "order", "").stream().map(entry -> entry.getString("key")))
                .isEqualTo(ordered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prefix= | a,a/,a/1,a/2,a0,b",
                "prefix=a/ | a/,a/1,a/2",
                "prefix=a | a,a/,a/1,a/2,a0",
                "from=a/1 | a/1,a/2,a0,b",
                "to=a/1 | a,a/",
                "from=a/&to=a0 | a/,a/1,a/2",
                "prefix=a/&from=a/2 | a/2",
                "prefix=a/&to=a/2 | a/,a/1",
                "from=b&to=a | ''",
                "prefix=c | ''",
                "prefix=a/&from=b | ''"
            })
    void a_range_has_what_begins_with_the_prefix_from_the_first_to_before_the_last(String query, String keys)
            throws IOException {
        emptied("bounds");
        for (var key : List.of("a", "a/", "a/1", "a/2", "a0", "b")) {
            n1.send("PUT", Client.kv("bounds", key), new byte[] {1});
        }
        var expected = keys.isEmpty() ? List.of() : List.of(keys.split(",", -1));

        var page = page(n2, "bounds", query);

        assertThat(keys(page)).isEqualTo(expected);
        assertThat(page.getInt("count")).isEqualTo(expected.size());
        assertThat(page.containsKey("cursor")).isFalse();
    }

    @Test
    void all_pages_are_of_the_revision_of_the_first_whatever_is_written_meanwhile() throws IOException {
        emptied("pages");
        fill("pages", 250, "before");
        var nodes = List.of(n1, n2, n3);
        var seen = new ArrayList<String>();
        var revisions = new HashSet<Integer>();
        var cursor = "";

        for (var number = 0; number == 0 || !cursor.isEmpty(); number++) {
            var page = page(nodes.get(number % 3), "pages", "limit=40" + cursor);
            page.getJsonArray("entries").getValuesAs(JsonObject.class).forEach(entry -> {
                assertThat(entry.getString("value")).isEqualTo("before");
                seen.add(entry.getString("key"));
            });
            revisions.add(page.getInt("revision"));
            assertThat(page.getInt("count")).isEqualTo(250);
            cursor = page.containsKey("cursor") ? "&cursor=" + page.getString("cursor") : "";
            var writer = nodes.get((number + 1) % 3);
            writer.send("DELETE", Client.kv("pages", key(249 - number)), null);
            writer.send("PUT", Client.kv("pages", key(200 - number)), "after".getBytes(StandardCharsets.UTF_8));
            writer.send("PUT", Client.kv("pages", "k-new-" + number), new byte[] {1});
        }

        assertThat(seen)
                .isEqualTo(IntStream.range(0, 250).mapToObj(RangesIT::key).toList());
        assertThat(revisions).hasSize(1);
    }

    @Test
    void the_last_page_of_a_namespace_that_was_destroyed_is_still_told() throws IOException {
        emptied("destroyed-pages");
        fill("destroyed-pages", 5, "x");
        var first = page(n1, "destroyed-pages", "limit=3");

        n2.send("DELETE", "/v1/namespaces/destroyed-pages", null);

        assertThat(keys(page(n3, "destroyed-pages", "limit=3&cursor=" + first.getString("cursor"))))
                .containsExactly(key(3), key(4));
    }

    @Test
    void a_cursor_means_nothing_to_another_range() throws IOException {
        emptied("cursor");
        emptied("cursor-other");
        fill("cursor", 5, "x");
        var cursor = page(n1, "cursor", "limit=2&prefix=k").getString("cursor");

        for (var target : List.of(
                "/v1/namespaces/cursor/kv?cursor=" + cursor,
                "/v1/namespaces/cursor/kv?prefix=k-&cursor=" + cursor,
                "/v1/namespaces/cursor/kv?prefix=k&from=k&cursor=" + cursor,
                "/v1/namespaces/cursor-other/kv?prefix=k&cursor=" + cursor,
                "/v1/kv?prefix=k&cursor=" + cursor,
                "/v1/namespaces/cursor/kv?prefix=k&cursor=" + cursor.substring(1),
                "/v1/namespaces/cursor/kv?prefix=k&cursor=" + cursor + "AAAA",
                "/v1/namespaces/cursor/kv?prefix=k&cursor=",
                "/v1/namespaces/cursor/kv?prefix=k&cursor=*")) {
            var refused = n2.send("GET", target, null);

            assertThat(refused.statusCode()).as(target).isEqualTo(400);
            assertThat(Client.code(refused)).isEqualTo("invalid-request");
        }
        assertThat(n3.send("GET", "/v1/namespaces/cursor/kv?prefix=k&limit=1&cursor=" + cursor, null)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_cursor_whose_revision_is_forgotten_is_410() throws IOException {
        emptied("compacted");
        fill("compacted", 5, "x");
        var cursor = page(n1, "compacted", "limit=2").getString("cursor");

        // The history keeps 32 MiB.
        for (var i = 0; i < 36; i++) {
            n1.send("PUT", Client.kv("compacted", "big"), new byte[1 << 20]);
        }

        for (var client : List.of(n1, n2, n3)) {
            var refused = client.send("GET", "/v1/namespaces/compacted/kv?limit=2&cursor=" + cursor, null);
            assertThat(refused.statusCode()).isEqualTo(410);
            assertThat(Client.code(refused)).isEqualTo("compacted");
        }
        n1.send("DELETE", "/v1/namespaces/compacted", null);
    }

    @Test
    void keys_alone_come_without_their_values() throws IOException {
        emptied("keys-only");
        n1.send("PUT", Client.kv("keys-only", "a") + "&ttl=1h", new byte[77], "Content-Type", "image/png");

        for (var entry : List.of(
                page(n2, "keys-only", "keys-only=true").getJsonArray("entries").getJsonObject(0),
                lines(n3, "keys-only", "?keys-only=true").get(0))) {
            assertThat(entry.keySet())
                    .containsExactlyInAnyOrder(
                            "key",
                            "bytes",
                            "contentType",
                            "revision",
                            "createRevision",
                            "version",
                            "author",
                            "lastModified",
                            "expires");
            assertThat(entry.getInt("bytes")).isEqualTo(77);
            assertThat(entry.getString("author")).isEqualTo("alice");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=10001",
                "limit=-1",
                "limit=x",
                "limit=99999999999999999999",
                "keys-only=yes",
                "from=",
                "to=",
                "prefix=%FF",
                "after=a",
                "ttl=1s",
                "prefix=a&prefix=b"
            })
    void a_bad_range_is_refused(String query) throws IOException {
        var refused = n1.send("GET", "/v1/kv?" + query, null);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.code(refused)).isEqualTo("invalid-request");
    }

    @Test
    void a_page_has_at_most_what_is_asked_for_and_a_few_mebibytes() throws IOException {
        emptied("limits");
        fill("limits", 101, "x");
        emptied("heavy");
        for (var i = 0; i < 6; i++) {
            n1.send("PUT", Client.kv("heavy", key(i)), new byte[1 << 20]);
        }

        assertThat(keys(page(n1, "limits", "limit=1"))).hasSize(1);
        assertThat(keys(page(n2, "limits", ""))).hasSize(100);
        assertThat(keys(page(n3, "limits", "limit=10000"))).hasSize(101);
        var heavy = page(n2, "heavy", "");
        assertThat(keys(heavy)).hasSize(4);
        assertThat(keys(page(n3, "heavy", "cursor=" + heavy.getString("cursor"))))
                .hasSize(2);
        n1.send("DELETE", "/v1/namespaces/heavy", null);
    }

    @Test
    void fifty_thousand_entries_are_streamed_and_removed_by_prefix_in_one_commit() throws IOException {
        var count = 52_000;
        emptied("many");
        n1.send("PUT", Client.kv("many", "other"), new byte[] {1});
        // As JSON the stream is 70 MB and the heap of a server is 256 MB, of which the entries take a third.
        fill("many", count, "x".repeat(1000));

        var keys = new ArrayList<String>();
        try (var stream = n2.lines("/v1/namespaces/many/kv?prefix=k")) {
            assertThat(stream.header("Content-Type")).startsWith("application/x-ndjson");
            assertThat(stream.header("Concord-Count")).isEqualTo(Integer.toString(count));
            assertThat(stream.header("Content-Length")).isEmpty();
            stream.forEach(line -> keys.add(Client.json(line).getString("key")));
        }
        var deleted = n3.send("DELETE", "/v1/namespaces/many/kv?prefix=k", null);

        assertThat(keys)
                .isEqualTo(IntStream.range(0, count).mapToObj(RangesIT::key).toList());
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(Client.json(deleted).getInt("deleted")).isEqualTo(count);
        assertThat(keys(page(n1, "many", ""))).containsExactly("other");
        n1.send("DELETE", "/v1/namespaces/many", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=x", "limit=5"})
    void a_stream_has_no_pages(String query) throws IOException {
        assertThat(n1.send("GET", "/v1/kv?" + query, null, "Accept", "application/x-ndjson")
                        .statusCode())
                .isEqualTo(400);
    }

    static List<List<String>> values() {
        return List.of(
                List.of("text/plain", "grüß 😀", "text", "\"grüß 😀\""),
                List.of("text/plain; charset=iso-8859-1", "abc", "base64", "\"YWJj\""),
                List.of("application/octet-stream", "abc", "base64", "\"YWJj\""),
                List.of("application/json", "{\"a\":[1,2.50,null]}", "json", "{\"a\":[1,2.50,null]}"),
                List.of("application/vnd.x+json", "\"s\"", "json", "\"s\""),
                List.of("application/json", "{\"a\":", "text", "\"{\\\"a\\\":\""),
                List.of("application/json", "{} {}", "text", "\"{} {}\""),
                List.of("application/json", "\"\\ud800\"", "text", "\"\\\"\\\\ud800\\\"\""),
                List.of("application/json", "9".repeat(5000), "text", "\"" + "9".repeat(5000) + "\""),
                List.of("application/json", "1e999999999", "json", "1E+999999999"),
                List.of(
                        "application/json",
                        "[".repeat(5000) + "]".repeat(5000),
                        "text",
                        "\"" + "[".repeat(5000) + "]".repeat(5000) + "\""),
                List.of("application/xml", "<a/>", "text", "\"<a/>\""),
                List.of("text/plain", "", "text", "\"\""));
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_stands_in_json_as_what_it_is(List<String> expected) throws IOException {
        emptied("encodings");
        n1.send(
                "PUT",
                Client.kv("encodings", "key"),
                expected.get(1).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                expected.get(0));

        var page = n2.send("GET", "/v1/namespaces/encodings/kv", null);
        var line = n3.send("GET", "/v1/namespaces/encodings/kv", null, "Accept", "application/x-ndjson");

        for (var answer : List.of(page, line)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Client.text(answer))
                    .contains("\"encoding\":\"" + expected.get(2) + "\"")
                    .contains("\"value\":" + expected.get(3));
        }
    }

    @Test
    void bytes_that_are_not_the_text_they_claim_to_be_stand_as_base64() throws IOException {
        emptied("not-text");
        n1.send("PUT", Client.kv("not-text", "key"), new byte[] {-1, -2}, "Content-Type", "text/plain");

        var entry = page(n2, "not-text", "").getJsonArray("entries").getJsonObject(0);

        assertThat(entry.getString("encoding")).isEqualTo("base64");
        assertThat(entry.getString("value")).isEqualTo("//4=");
    }

    @Test
    void a_delete_without_a_range_removes_nothing() throws IOException {
        emptied("kept");
        fill("kept", 3, "x");

        assertThat(n1.send("DELETE", "/v1/namespaces/kept/kv", null).statusCode())
                .isEqualTo(400);
        assertThat(n1.send("DELETE", "/v1/namespaces/kept/kv?limit=1&prefix=", null)
                        .statusCode())
                .isEqualTo(400);
        assertThat(keys(page(n2, "kept", ""))).hasSize(3);
        assertThat(Client.json(n3.send("DELETE", "/v1/namespaces/kept/kv?prefix=", null))
                        .getInt("deleted"))
                .isEqualTo(3);
    }

    private void emptied(String namespace) throws IOException {
        n1.send("PUT", Client.namespace(namespace), null);
        n1.post(Client.namespace(namespace) + "/clear");
    }

    private void fill(String namespace, int count, String value) throws IOException {
        for (var first = 0; first < count; first += PUTS_AT_ONCE) {
            var puts = IntStream.range(first, Math.min(count, first + PUTS_AT_ONCE))
                    .mapToObj(i -> "{\"op\":\"put\",\"namespace\":\"" + namespace + "\",\"key\":\"" + key(i)
                            + "\",\"value\":\"" + value + "\"}")
                    .collect(Collectors.joining(",", "{\"then\":[", "]}"));
            assertThat(n1.transact(puts).statusCode()).isEqualTo(200);
        }
    }

    private static String key(int number) {
        return String.format("k%06d", number);
    }

    private static JsonObject page(Client client, String namespace, String query) throws IOException {
        var answer = client.send("GET", Client.namespace(namespace) + "/kv?" + query, null);
        assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
        return Client.json(answer);
    }

    private static List<String> keys(JsonObject page) {
        return page.getJsonArray("entries").getValuesAs(JsonObject.class).stream()
                .map(entry -> entry.getString("key"))
                .toList();
    }

    private static List<JsonObject> lines(Client client, String namespace, String query) throws IOException {
        var entries = new ArrayList<JsonObject>();
        try (var stream = client.lines(Client.namespace(namespace) + "/kv" + query)) {
            stream.forEach(line -> entries.add(Client.json(line)));
        }
        return entries;
    }
}
