package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Putting, getting and deleting entries over HTTP on a cluster of three. */
@ExtendWith(SharedCluster.class)
class EntriesIT {
    private static final int VALUE_BYTES_MAX = 1 << 20;

    private final Client n1;
    private final Client n2;
    private final Client n3;

    EntriesIT(LocalCluster cluster) {
        n1 = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        n2 = SharedCluster.client(cluster, "n2", TokenGroup.WRITER);
        n3 = SharedCluster.client(cluster, "n3", TokenGroup.WRITER);
    }

    @Test
    void what_one_node_has_acknowledged_every_other_reads() throws IOException {
        var clients = new Client[] {n1, n2, n3};

        for (var i = 0; i < 60; i++) {
            assertThat(clients[i % 3].put("shared", "value " + i).statusCode()).isIn(201, 204);

            assertThat(Client.text(clients[(i + 1) % 3].get("shared"))).isEqualTo("value " + i);
            assertThat(Client.text(clients[(i + 2) % 3].get("shared"))).isEqualTo("value " + i);
        }
    }

    @Test
    void an_entry_is_created_replaced_and_deleted() throws IOException {
        n1.delete("life");

        var created = n1.put("life", "one");
        var replaced = n2.put("life", "two");
        var read = n3.get("life");
        var deleted = n1.delete("life");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(Client.header(created, "Concord-Version")).isEqualTo("1");
        assertThat(replaced.statusCode()).isEqualTo(204);
        assertThat(Client.header(replaced, "Concord-Version")).isEqualTo("2");
        assertThat(Client.header(read, "ETag")).isEqualTo(Client.header(replaced, "ETag"));
        assertThat(Client.header(read, "Concord-Create-Revision"))
                .isEqualTo(Client.header(created, "Concord-Revision"));
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(Client.header(deleted, "Concord-Deleted")).isEqualTo("1");
        assertThat(Client.header(n2.delete("life"), "Concord-Deleted")).isEqualTo("0");
        assertThat(n3.get("life").statusCode()).isEqualTo(404);
        assertThat(Client.code(n3.get("life"))).isEqualTo("not-found");
    }

    @Test
    void a_write_may_depend_on_the_revision_read() throws IOException {
        n1.delete("conditional");

        var created = n1.put("conditional", "one", "If-None-Match", "*");
        var again = n2.put("conditional", "other", "If-None-Match", "*");
        var tag = Client.header(created, "ETag");
        var replaced = n2.put("conditional", "two", "If-Match", tag);
        var stale = n3.put("conditional", "three", "If-Match", tag);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(Client.header(again, "ETag")).isEqualTo(tag);
        assertThat(replaced.statusCode()).isEqualTo(204);
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(Client.code(stale)).isEqualTo("precondition-failed");
        assertThat(Client.text(n1.get("conditional"))).isEqualTo("two");
    }

    @Test
    void a_retry_with_the_same_id_is_applied_once_on_whatever_node() throws IOException {
        n1.delete("retried");

        var first = n1.put("retried", "once", "Idempotency-Key", "retry-1");
        var second = n2.put("retried", "once", "Idempotency-Key", "retry-1");
        var misused = n3.put("retried", "twice", "Idempotency-Key", "retry-1");

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(Client.header(second, "ETag")).isEqualTo(Client.header(first, "ETag"));
        assertThat(Client.header(first, "Concord-Replayed")).isEmpty();
        assertThat(Client.header(second, "Concord-Replayed")).isEqualTo("true");
        assertThat(misused.statusCode()).isEqualTo(422);
        assertThat(Client.code(misused)).isEqualTo("request-id-reused");
    }

    @Test
    void a_stale_read_says_at_which_revision_it_is() throws IOException {
        n1.put("stale", "value");

        var read = n1.send("GET", Client.kv("stale") + "&consistency=stale", null);

        assertThat(read.statusCode()).isIn(200, 404);
        assertThat(Client.header(read, "Concord-Revision")).matches("\\d+");
    }

    @Test
    void a_reader_who_has_the_entry_gets_304() throws IOException {
        var tag = Client.header(n1.put("cached", "value"), "ETag");

        assertThat(n2.send("GET", Client.kv("cached"), null, "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(n2.send("GET", Client.kv("cached"), null, "If-None-Match", "\"0\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain;charset=UTF-8",
                "text/plain;  charset=\"utf-8\"; x",
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "image/png",
                "application/vnd.example+cbor; v=\"1;2\"",
                "application/octet-stream"
            })
    void a_value_comes_back_as_it_went_in(String contentType) throws IOException {
        var bytes = new byte[4096];
        new Random(7).nextBytes(bytes);
        var form = "a=b&c=%20&a=d".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(form, 0, bytes, 0, form.length);

        n1.send("PUT", "/v1/kv/typed", bytes, "Content-Type", contentType);
        var read = n2.get("typed");

        assertThat(read.body()).isEqualTo(bytes);
        assertThat(Client.header(read, "Content-Type")).isEqualTo(contentType);
    }

    @Test
    void an_empty_value_without_a_type_is_a_value() throws IOException {
        assertThat(n1.send("PUT", "/v1/kv/empty", new byte[0]).statusCode()).isIn(201, 204);

        var read = n2.get("empty");

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEmpty();
        assertThat(Client.header(read, "Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void a_value_of_one_mebibyte_is_the_largest() throws IOException {
        var largest = new byte[VALUE_BYTES_MAX];
        new Random(1).nextBytes(largest);

        assertThat(n1.send("PUT", "/v1/kv/large", largest).statusCode()).isIn(201, 204);
        assertThat(n2.get("large").body()).isEqualTo(largest);

        var refused = n1.send("PUT", "/v1/kv/large", new byte[VALUE_BYTES_MAX + 1]);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(Client.code(refused)).isEqualTo("too-large");
        assertThat(Client.text(refused)).contains("1048577", "1048576", "concord.limits.value-bytes-max");
        assertThat(n3.get("large").body()).isEqualTo(largest);
    }

    @Test
    void a_value_too_large_is_refused_also_when_its_length_is_not_announced() throws IOException {
        var response = RawHttp.chunkedPut(n1, "/v1/kv/chunked", VALUE_BYTES_MAX + 1);

        assertThat(response).startsWith("HTTP/1.1 413");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "a//b",
                "/a",
                "a/",
                ".",
                "..",
                "a/../b",
                "a;b",
                "a;jsessionid=1",
                "a b",
                "a+b",
                "a%2Fb",
                "100%",
                "?",
                "#",
                "a?b=c&d",
                "\\",
                "\"quoted\"",
                "'",
                "<script>",
                "ключ",
                "你好",
                "😀",
                "e\u0301",
                "a\tb",
                "a\nb",
                "\u0001",
                "\u202Egnp",
                "\uFEFF",
                "~!@$^*()_-=[]{}|:,."
            })
    void every_awkward_key_is_stored_under_exactly_its_name(String key) throws IOException {
        assertThat(n1.put(key, "value of " + key).statusCode()).isIn(201, 204);

        assertThat(Client.text(n2.get(key))).isEqualTo("value of " + key);
        assertThat(n3.delete(key).statusCode()).isEqualTo(204);
        assertThat(n1.get(key).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"users/alice", "a b", "a+b", "ключ/你好/😀", "100%", "a?b", "a;b", "...", "a/.b/c.", "\"", "<>"})
    void the_path_and_the_query_name_the_same_entry(String key) throws IOException {
        var encoded = URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");

        n1.send("PUT", "/v1/kv/" + encoded, "path".getBytes(StandardCharsets.UTF_8));

        assertThat(Client.text(n2.get(key))).isEqualTo("path");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/kv/ | invalid-key",
                "/v1/kv/a//b | invalid-key",
                "/v1/kv/a/ | invalid-key",
                "/v1/kv/a/../b | invalid-key",
                "/v1/kv/a/./b | invalid-key",
                "/v1/kv/a;b | invalid-key",
                "/v1/kv/a%2Fb | invalid-request",
                "/v1/kv/a%5Cb | invalid-request",
                "/v1/kv/a%23b | invalid-request",
                "/v1/kv/%FF | invalid-request",
                "/v1/kv?key= | invalid-key",
                "/v1/kv?key=a&key=b | invalid-request",
                "/v1/kv/a?key=b | invalid-key",
                "/v1/kv?key=%ED%A0%80 | invalid-request",
                "/v1/kv/a?tll=5s | invalid-request",
                "/v1/kv/a?timeout=0s | invalid-request",
                "/v1/kv/a?timeout=soon | invalid-request",
                "/v1/kv/a?timeout=61s | invalid-request",
                "/v1/kv/a?timeout=-PT5S | invalid-request"
            })
    void a_bad_target_is_refused_with_its_code(String target, String code) throws IOException {
        for (var method : new String[] {"GET", "PUT", "DELETE"}) {
            var response = n1.send(method, target, method.equals("PUT") ? new byte[] {1} : null);

            assertThat(response.statusCode()).as("%s %s", method, target).isEqualTo(400);
            assertThat(Client.header(response, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(Client.code(response)).isEqualTo(code);
        }
    }

    @Test
    void a_key_of_1024_bytes_is_the_longest() throws IOException {
        assertThat(n1.put("k".repeat(1024), "value").statusCode()).isIn(201, 204);

        var refused = n1.put("k".repeat(1025), "value");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.code(refused)).isEqualTo("invalid-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match | 17 | 400",
                "If-None-Match | \"17\" | 400",
                "Idempotency-Key | two words | 400",
                "Content-Type | nonsense | 400",
                "Content-Encoding | gzip | 415"
            })
    void a_bad_header_is_refused(String name, String value, int status) throws IOException {
        var response = n1.put("header", "value", name, value);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Client.header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(Client.text(response)).doesNotContain("Exception", "io.concord", "\tat ");
    }

    @Test
    void a_write_without_a_key_is_refused() throws IOException {
        for (var method : new String[] {"PUT", "DELETE", "POST"}) {
            var response = n1.send(
                    method,
                    method.equals("POST") ? "/v1/kv?op=touch" : "/v1/kv",
                    method.equals("PUT") ? new byte[] {1} : null);

            assertThat(response.statusCode()).as(method).isEqualTo(400);
            assertThat(Client.code(response)).isEqualTo("invalid-key");
        }
    }

    @Test
    void a_method_that_is_not_there_names_those_that_are() throws IOException {
        var response = n1.send("PATCH", "/v1/kv/a", new byte[] {1});

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(Client.header(response, "Allow")).contains("GET", "PUT", "POST", "DELETE");
        assertThat(Client.code(response)).isEqualTo("method-not-allowed");
    }
}
