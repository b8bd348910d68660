package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions over HTTP: compare, then or else, all of it or nothing. */
@ExtendWith(SharedCluster.class)
class TransactionsIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");

    private final LocalCluster cluster;
    private final Client n1;
    private final Client n2;
    private final Client n3;

    TransactionsIT(LocalCluster cluster) {
        this.cluster = cluster;
        n1 = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        n2 = SharedCluster.client(cluster, "n2", TokenGroup.WRITER);
        n3 = SharedCluster.client(cluster, "n3", TokenGroup.WRITER);
    }

    @BeforeEach
    void nothing_of_an_earlier_test() throws IOException {
        n1.send("DELETE", "/v1/kv?prefix=txn/", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'key':'txn/m','target':'value','value':'m' | true",
                "'key':'txn/m','target':'value','relation':'=','value':'n' | false",
                "'key':'txn/m','target':'value','relation':'!=','value':'n' | true",
                "'key':'txn/m','target':'value','relation':'<','value':'n' | true",
                "'key':'txn/m','target':'value','relation':'>','value':'l' | true",
                "'key':'txn/m','target':'value','relation':'>','value':'ma' | false",
                "'key':'txn/m','target':'value','value':'bQ==','encoding':'base64' | true",
                "'key':'txn/none','target':'value','relation':'!=','value':'m' | true",
                "'key':'txn/none','target':'value','value':'' | false",
                "'key':'txn/m','target':'exists' | true",
                "'key':'txn/m','target':'exists','operand':false | false",
                "'key':'txn/none','target':'exists','operand':false | true",
                "'key':'txn/m','target':'version','operand':2 | true",
                "'key':'txn/m','target':'version','relation':'<','operand':2 | false",
                "'key':'txn/m','target':'version','relation':'>','operand':1 | true",
                "'key':'txn/none','target':'version','operand':0 | true",
                "'key':'txn/m','target':'revision','relation':'>','operand':0 | true",
                "'key':'txn/m','target':'revision','relation':'!=','operand':0 | true",
                "'key':'txn/m','target':'revision','operand':9223372036854775807 | false",
                "'key':'txn/none','target':'createRevision','operand':0 | true",
                "'key':'txn/m','target':'createRevision','operand':0 | false",
                "'key':'txn/m','target':'lease','operand':0 | true"
            })
    void the_comparison_decides_between_then_and_else(String comparison, boolean holds) throws IOException {
        n1.put("txn/m", "first");
        n1.put("txn/m", "m");

        var answer = transact(
                n2,
                "{'compare':[{" + comparison + "}],'then':[{'op':'put','key':'txn/then','value':1}],"
                        + "'else':[{'op':'put','key':'txn/else','value':1}]}");

        assertThat(answer.getBoolean("succeeded")).isEqualTo(holds);
        assertThat(n3.get("txn/then").statusCode()).isEqualTo(holds ? 200 : 404);
        assertThat(n3.get("txn/else").statusCode()).isEqualTo(holds ? 404 : 200);
    }

    @Test
    void a_comparison_looks_at_the_lease_and_into_the_namespace_that_it_names() throws IOException {
        n1.send("PUT", "/v1/namespaces/txn-other", null);
        var lease = Client.json(n1.post("/v1/leases?ttl=1h")).getInt("id");
        n1.send("PUT", Client.kv("txn-other", "txn/leased") + "&lease=" + lease, new byte[] {1});
        var leased = "'namespace':'txn-other','key':'txn/leased',";

        assertThat(holds(leased + "'target':'exists'")).isTrue();
        assertThat(holds("'key':'txn/leased','target':'exists'")).isFalse();
        assertThat(holds(leased + "'target':'lease','operand':" + lease)).isTrue();
        assertThat(holds(leased + "'target':'lease','relation':'!=','operand':" + lease))
                .isFalse();
        assertThat(holds("'namespace':'nowhere','key':'txn/leased','target':'exists','operand':false"))
                .isTrue();
        n1.send("DELETE", "/v1/leases/" + lease, null);
    }

    private boolean holds(String comparison) throws IOException {
        return transact(n2, "{'compare':[{" + comparison + "}]}").getBoolean("succeeded");
    }

    @Test
    void all_comparisons_must_hold_and_none_always_does() throws IOException {
        n1.put("txn/a", "a");

        var one = transact(
                n1,
                "{'compare':[{'key':'txn/a','target':'exists'},{'key':'txn/b','target':'exists'}],"
                        + "'then':[],'else':[{'op':'get','key':'txn/a'}]}");
        var none = transact(n2, "{'then':[{'op':'get','key':'txn/b'}]}");

        assertThat(one.getBoolean("succeeded")).isFalse();
        var entry = one.getJsonArray("outcomes").getJsonObject(0).getJsonObject("entry");
        assertThat(entry.getString("key")).isEqualTo("txn/a");
        assertThat(none.getBoolean("succeeded")).isTrue();
        assertThat(none.getJsonArray("outcomes").getJsonObject(0).getBoolean("exists"))
                .isFalse();
    }

    @Test
    void all_steps_are_one_commit_across_namespaces() throws IOException {
        n1.send("PUT", "/v1/namespaces/txn-other", null);
        n1.put("txn/gone", "x");
        n1.put("txn/range/1", "x");
        n1.put("txn/range/2", "x");

        var answer = transact(
                n2,
                "{'then':[{'op':'put','key':'txn/a','value':{'x':[1,2.50]},'returnPrevious':true},"
                        + "{'op':'put','namespace':'txn-other','key':'txn/a','value':'AAH/','encoding':'base64','ttl':'1h'},"
                        + "{'op':'increment','key':'txn/n','by':5,'initial':-1},"
                        + "{'op':'delete','key':'txn/gone','returnPrevious':true},"
                        + "{'op':'delete-range','prefix':'txn/range/'},"
                        + "{'op':'touch','key':'txn/none','ttl':'1h'},"
                        + "{'op':'get','key':'txn/n'},"
                        + "{'op':'range','prefix':'txn/','limit':1}]}");

        var revision = answer.getJsonNumber("revision").longValue();
        var outcomes = answer.getJsonArray("outcomes").getValuesAs(JsonObject.class);
        assertThat(outcomes)
                .extracting(outcome -> outcome.getString("type"))
                .containsExactly(
                        "written", "written", "incremented", "deleted", "range-deleted", "touched", "found", "listed");
        assertThat(outcomes)
                .extracting(outcome -> outcome.getJsonNumber("revision").longValue())
                .containsOnly(revision);
        assertThat(outcomes.get(2).getInt("value")).isEqualTo(4);
        assertThat(outcomes.get(3).getJsonObject("previous").getString("key")).isEqualTo("txn/gone");
        assertThat(outcomes.get(4).getInt("deleted")).isEqualTo(2);
        assertThat(outcomes.get(5).getBoolean("existed")).isFalse();
        assertThat(outcomes.get(6).getJsonObject("entry").getString("value")).isEqualTo("4");
        assertThat(outcomes.get(7).getBoolean("more")).isTrue();
        for (var read : List.of(n3.get("txn/a"), n3.send("GET", Client.kv("txn-other", "txn/a"), null))) {
            assertThat(Client.header(read, "ETag")).isEqualTo("\"" + revision + "\"");
        }
        assertThat(Client.text(n3.get("txn/a"))).isEqualTo("{\"x\":[1,2.50]}");
        assertThat(Client.header(n3.get("txn/a"), "Content-Type")).isEqualTo("application/json");
        assertThat(n3.send("GET", Client.kv("txn-other", "txn/a"), null).body()).isEqualTo(new byte[] {0, 1, -1});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'op':'increment','key':'txn/text'} | 409 | not-a-number",
                "{'op':'put','namespace':'nowhere','key':'k','value':1} | 404 | namespace-not-found",
                "{'op':'get','namespace':'nowhere','key':'k'} | 404 | namespace-not-found",
                "{'op':'put','key':'txn/z','value':1,'lease':999999} | 404 | lease-not-found",
                "{'op':'put','namespace':'txn-full','key':'b','value':1} | 507 | storage-full"
            })
    void nothing_is_done_where_one_step_is_refused(String refused, int status, String code) throws IOException {
        n1.sendJson("PUT", "/v1/namespaces/txn-full", "{\"maxEntries\":1}");
        n1.send("PUT", Client.kv("txn-full", "a"), new byte[1]);
        n1.put("txn/text", "text");
        var before = Client.revision(n1.get("txn/text"));

        var answer = n2.transact(json("{'then':[{'op':'put','key':'txn/first','value':1}," + refused + "]}"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Client.code(answer)).isEqualTo(code);
        assertThat(Client.text(answer)).contains("step 1 of 'then'");
        assertThat(n3.get("txn/first").statusCode()).isEqualTo(404);
        assertThat(Client.header(n3.get("txn/text"), "ETag")).isEqualTo("\"" + before + "\"");
    }

    @Test
    void a_dry_run_tells_what_would_be_and_changes_nothing() throws IOException {
        n1.put("txn/n", "41", "Content-Type", "text/plain");
        var tag = Client.header(n1.get("txn/n"), "ETag");
        var body = json("{'compare':[{'key':'txn/n','target':'version','operand':1}],"
                + "'then':[{'op':'increment','key':'txn/n'},{'op':'get','key':'txn/n'}]}");

        var dry = n2.sendJson("POST", "/v1/txn?dry-run=true", body);
        var reader = SharedCluster.client(cluster, "n3", TokenGroup.READER);

        assertThat(dry.statusCode()).isEqualTo(200);
        var outcomes = Client.json(dry).getJsonArray("outcomes");
        assertThat(outcomes.getJsonObject(0).getInt("value")).isEqualTo(42);
        assertThat(outcomes.getJsonObject(1).getJsonObject("entry").getString("value"))
                .isEqualTo("42");
        assertThat(Client.text(n3.get("txn/n"))).isEqualTo("41");
        assertThat(Client.header(n3.get("txn/n"), "ETag")).isEqualTo(tag);
        assertThat(reader.sendJson("POST", "/v1/txn?dry-run=true", body).statusCode())
                .isEqualTo(200);
        assertThat(reader.transact(body).statusCode()).isEqualTo(403);
    }

    @Test
    void a_retry_with_the_same_id_replays() throws IOException {
        var body = json("{'then':[{'op':'increment','key':'txn/once'},{'op':'get','key':'txn/once'}]}");

        var first = n1.transact(body, "Idempotency-Key", "txn-once");
        n3.put("txn/once", "100");
        var second = n2.transact(body, "Idempotency-Key", "txn-once");

        assertThat(Client.header(second, "Concord-Replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(Client.text(n3.get("txn/once"))).isEqualTo("100");
    }

    @Test
    void too_many_operations_are_refused_with_the_limit() throws IOException {
        var allowed = n1.transact(puts(512, "x"));
        var refused = n1.transact(puts(513, "x"));

        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(Client.text(refused)).contains("513", "512", "concord.limits.transaction-operations-max");
    }

    @Test
    void too_many_bytes_are_refused_with_the_limit() throws IOException {
        var refused = n1.transact(puts(5, "x".repeat(900_000)));
        var value = n1.transact(puts(1, "x".repeat((1 << 20) + 1)));
        var body = n1.transact(puts(14, "x".repeat(1 << 20)));

        for (var answer : List.of(refused, value, body)) {
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(Client.code(answer)).isEqualTo("too-large");
        }
        assertThat(Client.text(refused)).contains("concord.limits.transaction-bytes-max", "4194304");
        assertThat(Client.text(value)).contains("concord.limits.value-bytes-max", "txn/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'when':[]}",
                "{'then':{}}",
                "{'then':[1]}",
                "{'then':[{'key':'a'}]}",
                "{'then':[{'op':'swap','key':'a'}]}",
                "{'then':[{'op':'get'}]}",
                "{'then':[{'op':'get','key':''}]}",
                "{'then':[{'op':'get','key':'a','value':1}]}",
                "{'then':[{'op':'put','key':'a'}]}",
                "{'then':[{'op':'put','key':'a','value':1,'ttl':'1s','lease':1}]}",
                "{'then':[{'op':'put','key':'a','value':1,'encoding':'base64'}]}",
                "{'then':[{'op':'put','key':'a','value':'*','encoding':'base64'}]}",
                "{'then':[{'op':'put','key':'a','value':'\\ud800'}]}",
                "{'then':[{'op':'put','key':'\\ud800','value':''}]}",
                "{'then':[{'op':'put','key':'a','value':1},{'op':'delete','key':'a'}]}",
                "{'then':[{'op':'delete-range'}]}",
                "{'then':[{'op':'range','limit':0}]}",
                "{'then':[{'op':'range','limit':10001}]}",
                "{'then':[{'op':'increment','key':'a','by':1e400}]}",
                "{'then':[{'op':'increment','key':'a','by':1.5}]}",
                "{'then':[{'op':'increment','key':'a','by':1e999999999}]}",
                "{'compare':[{'key':'a','target':'size','operand':1}]}",
                "{'compare':[{'key':'a','target':'version'}]}",
                "{'compare':[{'key':'a','target':'version','relation':'>=','operand':1}]}",
                "{'compare':[{'key':'a','target':'exists','relation':'!=','operand':true}]}",
                "{'compare':[{'key':'a','target':'version','operand':1,'value':'x'}]}",
                "{'compare':[{'key':'a','target':'value','operand':1,'value':'x'}]}",
                "{'compare':[{'key':'a','target':'exists','operand':1}]}",
                "[]",
                "{'then':[]",
                ""
            })
    void what_is_not_understood_is_refused(String body) throws IOException {
        var refused = n1.transact(json(body));

        assertThat(refused.statusCode()).as(Client.text(refused)).isEqualTo(400);
        assertThat(Client.code(refused)).isEqualTo("invalid-request");
    }

    @Test
    void json_that_is_nested_too_deep_or_has_too_long_a_number_is_refused() throws IOException {
        var deep = n1.transact("{\"then\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
        var longNumber = n1.transact("{\"then\":" + "9".repeat(5000) + "}");
        var longOperand = n1.transact(json("{'then':[{'op':'increment','key':'a','by':" + "9".repeat(5000) + "}]}"));

        for (var refused : List.of(deep, longNumber, longOperand)) {
            assertThat(refused.statusCode()).as(Client.text(refused)).isEqualTo(400);
        }
    }

    @Test
    void transfers_never_change_the_sum_while_a_leader_is_killed() throws IOException {
        try (var bank = Bank.open(cluster, ALL)) {
            awaitTransfers(bank, 50);
            var leader = Clusters.leader(cluster, ALL, Duration.ofSeconds(30));
            cluster.kill(leader);
            awaitTransfers(bank, bank.moved() + 50);
            cluster.start(leader);
            cluster.awaitReady(Clusters.START_PATIENCE);
            awaitTransfers(bank, bank.moved() + 50);
            bank.finish();
        }
        for (var node : List.of(n1, n2, n3)) {
            assertThat(Bank.sumOfRange(node)).isEqualTo(Bank.SUM);
            assertThat(node.get("account/0").statusCode()).isEqualTo(200);
        }
    }

    /** Reads all the time until so many transfers have been made. */
    private void awaitTransfers(Bank bank, int count) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreException(IOException.class)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    for (var node : List.of(n1, n2, n3)) {
                        assertSum(node);
                    }
                    return bank.moved() >= count;
                });
    }

    private static void assertSum(Client node) {
        try {
            assertThat(Bank.sumOfRange(node)).isEqualTo(Bank.SUM);
            assertThat(Bank.sumOfTransaction(node)).isEqualTo(Bank.SUM);
        } catch (IOException down) {
            // It answers again when it is back; nothing is claimed of a node that says nothing.
        }
    }

    private static JsonObject transact(Client client, String body) throws IOException {
        HttpResponse<byte[]> answer = client.transact(json(body));
        assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
        return Client.json(answer);
    }

    private static String puts(int count, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"op\":\"put\",\"key\":\"txn/" + i + "\",\"value\":\"" + value + "\"}")
                .collect(Collectors.joining(",", "{\"then\":[", "]}"));
    }

    /** JSON with the quotes that are easy to read here. */
    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
