package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that are sent again with the same id, on whatever node: carried out once, answered alike. */
@ExtendWith(SharedCluster.class)
class RetriesIT {
    private final LocalCluster cluster;
    private final Client n1;
    private final Client n2;
    private final Client n3;

    RetriesIT(LocalCluster cluster) {
        this.cluster = cluster;
        n1 = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        n2 = SharedCluster.client(cluster, "n2", TokenGroup.WRITER);
        n3 = SharedCluster.client(cluster, "n3", TokenGroup.WRITER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /v1/kv/retry/put | x",
                "PUT | /v1/kv/retry/put-previous?return=previous | x",
                "PUT | /v1/kv/retry/put-ttl?ttl=1h | x",
                "DELETE | /v1/kv/retry/delete |",
                "DELETE | /v1/kv?prefix=retry/delete-range/ |",
                "PUT | /v1/kv/retry/put-tagged?tag=a&tag=b | x",
                "DELETE | /v1/kv?tag=retry |",
                "DELETE | /v1/tags/retry |",
                "POST | /v1/kv/retry/increment?op=increment&by=3 |",
                "POST | /v1/kv/retry/touch?op=touch&ttl=1h |",
                "PUT | /v1/namespaces/retry-ns | {\"maxEntries\":9}",
                "POST | /v1/namespaces/retry-kept/clear |",
                "DELETE | /v1/namespaces/retry-gone |",
                "POST | /v1/leases?ttl=1h |",
                "DELETE | /v1/leases/999999 |",
                "POST | /v1/txn | {\"then\":[{\"op\":\"increment\",\"key\":\"retry/txn\"}]}"
            })
    void every_kind_of_write_is_answered_as_the_first_time(String method, String target, String body)
            throws IOException {
        n1.send("PUT", "/v1/namespaces/retry-kept", null);
        var id = "retry-" + method + target.replace(' ', '-');
        var bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        var headers = new String[] {"Idempotency-Key", id, "Content-Type", "application/json"};

        var first = n1.send(method, target, bytes, headers);
        n3.put("retry/between", "a later write");
        var second = n2.send(method, target, bytes, headers);

        assertThat(Client.header(first, "Concord-Replayed")).isEmpty();
        assertThat(Client.header(second, "Concord-Replayed")).isEqualTo("true");
        assertThat(Client.header(second, "Idempotency-Key")).isEqualTo(id);
        assertThat(second.statusCode()).isEqualTo(first.statusCode());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(Client.header(second, "Concord-Revision")).isEqualTo(Client.header(first, "Concord-Revision"));
        assertThat(Client.header(second, "ETag")).isEqualTo(Client.header(first, "ETag"));
    }

    @Test
    void a_refusal_is_remembered_too() throws IOException {
        n1.delete("retry/refused");
        var first = n1.put("retry/refused", "x", "If-Match", "\"1\"", "Idempotency-Key", "refused-1");
        n1.put("retry/refused", "there");

        var second = n2.put("retry/refused", "x", "If-Match", "\"1\"", "Idempotency-Key", "refused-1");

        assertThat(first.statusCode()).isEqualTo(412);
        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(Client.text(n3.get("retry/refused"))).isEqualTo("there");
    }

    @Test
    void an_id_is_not_used_for_something_else() throws IOException {
        n1.put("retry/id", "one", "Idempotency-Key", "other-1");

        var body = n2.put("retry/id", "two", "Idempotency-Key", "other-1");
        var key = n2.put("retry/id-2", "one", "Idempotency-Key", "other-1");
        var condition = n2.put("retry/id", "one", "Idempotency-Key", "other-1", "If-None-Match", "*");
        var lifetime = n3.send("PUT", "/v1/kv/retry/id?ttl=1h", new byte[] {1}, "Idempotency-Key", "other-1");
        var method = n3.send("DELETE", "/v1/kv/retry/id", null, "Idempotency-Key", "other-1");

        for (var misused : List.of(body, key, condition, lifetime, method)) {
            assertThat(misused.statusCode()).isEqualTo(422);
            assertThat(Client.code(misused)).isEqualTo("request-id-reused");
        }
        assertThat(Client.text(n3.get("retry/id"))).isEqualTo("one");
    }

    @Test
    void what_became_of_a_write_is_told_to_its_author_alone() throws IOException {
        var written = n1.put("retry/told", "x", "Idempotency-Key", "told-1");

        var told = n2.send("GET", "/v1/requests/told-1", null);
        var other =
                new Client(cluster.endpoint("n2"), cluster.tokens().mint("bob", TokenGroup.ADMIN, Duration.ofHours(1)));
        var unknown = other.send("GET", "/v1/requests/told-1", null);

        var outcome = Client.json(told).getJsonObject("outcome");
        assertThat(outcome.getString("type")).isEqualTo("written");
        assertThat(outcome.getJsonNumber("revision").longValue()).isEqualTo(Client.revision(written));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Client.code(unknown)).isEqualTo("not-found");
        // The same id of another author is another request.
        var his = other.put("retry/told", "y", "Idempotency-Key", "told-1");
        assertThat(his.statusCode()).isEqualTo(204);
        assertThat(Client.header(his, "Concord-Replayed")).isEmpty();
    }

    @Test
    void a_write_that_was_refused_is_told_as_refused() throws IOException {
        n1.put("retry/told-refused", "x", "If-Match", "\"1\"", "Idempotency-Key", "told-refused-1");

        var outcome =
                Client.json(n3.send("GET", "/v1/requests/told-refused-1", null)).getJsonObject("outcome");

        assertThat(outcome.getString("type")).isEqualTo("refused");
        assertThat(outcome.getString("code")).isEqualTo("precondition-failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "//", "a%20b", "a;b", "?", "#", "..", "\\", "~!@$&'()*+,=:|<>"})
    void every_id_that_a_write_may_have_can_be_asked_for(String id) throws IOException {
        n1.put("retry/odd", "x", "Idempotency-Key", id);

        var told = n2.send("GET", "/v1/requests?id=" + Client.encoded(id), null);

        assertThat(told.statusCode()).as(Client.text(told)).isEqualTo(200);
        assertThat(Client.json(told).getString("id")).isEqualTo(id);
    }

    @Test
    void a_failed_condition_returns_the_entry_that_is_there() throws IOException {
        var written = n1.put("retry/current", "now", "Content-Type", "text/plain");

        var put = n2.send("PUT", "/v1/kv/retry/current?return=previous", new byte[] {1}, "If-Match", "\"1\"");
        var delete = n3.send("DELETE", "/v1/kv/retry/current?return=previous", null, "If-Match", "\"1\"");
        var brief = n3.send("PUT", "/v1/kv/retry/current", new byte[] {1}, "If-Match", "\"1\"");

        for (var refused : List.of(put, delete)) {
            assertThat(refused.statusCode()).isEqualTo(412);
            assertThat(Client.header(refused, "ETag")).isEqualTo(Client.header(written, "ETag"));
            var current = Client.json(refused).getJsonObject("current");
            assertThat(current.getString("value")).isEqualTo("now");
            assertThat(current.getJsonNumber("revision").longValue()).isEqualTo(Client.revision(written));
        }
        assertThat(Client.json(brief).containsKey("current")).isFalse();
    }

    @Test
    void a_write_returns_what_it_replaced_or_removed() throws IOException {
        var first = n1.put("retry/previous", "one", "Content-Type", "text/plain");

        var replaced = n2.send("PUT", "/v1/kv/retry/previous?return=previous", new byte[] {2});
        var removed = n3.send("DELETE", "/v1/kv/retry/previous?return=previous", null);
        var nothing = n1.send("DELETE", "/v1/kv/retry/previous?return=previous", null);

        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(Client.text(replaced)).isEqualTo("one");
        assertThat(Client.header(replaced, "Content-Type")).isEqualTo("text/plain");
        assertThat(Client.header(replaced, "Concord-Previous-Revision"))
                .isEqualTo(Client.header(first, "Concord-Revision"));
        assertThat(removed.body()).isEqualTo(new byte[] {2});
        assertThat(Client.header(removed, "Concord-Deleted")).isEqualTo("1");
        assertThat(nothing.statusCode()).isEqualTo(204);
    }

    @Test
    void increments_count_exactly_once_however_often_they_are_sent() throws Exception {
        var clients = List.of(n1, n2, n3);
        var threads = Executors.newFixedThreadPool(6);
        var tasks = new ArrayList<Callable<Void>>();
        for (var i = 0; i < 40; i++) {
            var id = "increment-" + i;
            for (var client : clients) {
                tasks.add(() -> {
                    var answer =
                            client.post("/v1/kv/retry/counter?op=increment&by=2&initial=100", "Idempotency-Key", id);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    return null;
                });
            }
        }

        try {
            for (var result : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(Client.text(n2.get("retry/counter"))).isEqualTo("180");
        assertThat(Client.header(n3.get("retry/counter"), "Concord-Version")).isEqualTo("40");
    }

    @ParameterizedTest
    @CsvSource({"x,1", "9223372036854775807,1", "-9223372036854775808,-1", "1.5,1", "'',1", "99999999999999999999,1"})
    void what_is_no_number_is_not_incremented(String value, long by) throws IOException {
        n1.put("retry/nan", value);

        var refused = n2.post("/v1/kv/retry/nan?op=increment&by=" + by);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Client.code(refused)).isEqualTo("not-a-number");
        assertThat(Client.text(n3.get("retry/nan"))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv/retry/bad",
                "/v1/kv/retry/bad?op=multiply",
                "/v1/kv/retry/bad?op=increment&by=1.5",
                "/v1/kv/retry/bad?op=increment&by=9223372036854775808",
                "/v1/kv/retry/bad?op=touch&by=1",
                "/v1/kv/retry/bad?op=increment&ttl=1s&lease=1"
            })
    void a_bad_operation_is_refused(String target) throws IOException {
        var refused = n1.post(target);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(n2.get("retry/bad").statusCode()).isEqualTo(404);
    }

    @Test
    void a_condition_is_never_ignored() throws IOException {
        n1.put("retry/unconditional", "1");

        var increment = n1.post("/v1/kv/retry/unconditional?op=increment", "If-Match", "\"1\"");
        var range = n2.send("DELETE", "/v1/kv?prefix=retry/unconditional", null, "If-Match", "\"1\"");

        assertThat(increment.statusCode()).isEqualTo(400);
        assertThat(range.statusCode()).isEqualTo(400);
        assertThat(Client.text(n3.get("retry/unconditional"))).isEqualTo("1");
    }
}
