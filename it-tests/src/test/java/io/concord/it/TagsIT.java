package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags of entries over HTTP, on any node. */
@ExtendWith(SharedCluster.class)
class TagsIT {
    private final Client n1;
    private final Client n2;
    private final Client n3;

    TagsIT(LocalCluster cluster) {
        n1 = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        n2 = SharedCluster.client(cluster, "n2", TokenGroup.WRITER);
        n3 = SharedCluster.client(cluster, "n3", TokenGroup.WRITER);
    }

    private static HttpResponse<byte[]> put(Client client, String target) throws IOException {
        return client.send("PUT", target, new byte[] {'1'});
    }

    @Test
    void an_entry_tells_its_tags_in_their_order_until_a_put_without_any() throws IOException {
        put(n1, "/v1/kv/tags/told?tag=shop&tag=" + Client.encoded("a,b c") + "&tag=" + Client.encoded("é/😀"));

        var read = n2.send("GET", "/v1/kv/tags/told", null);
        var listed = Client.json(n3.send("GET", "/v1/kv?prefix=tags/told&keys-only=true", null))
                .getJsonArray("entries")
                .getValuesAs(JsonObject.class)
                .get(0);

        assertThat(Client.header(read, "Concord-Tags")).isEqualTo("a%2Cb%20c,shop,%C3%A9%2F%F0%9F%98%80");
        assertThat(Client.header(n2.send("HEAD", "/v1/kv/tags/told", null), "Concord-Tags"))
                .isEqualTo(Client.header(read, "Concord-Tags"));
        assertThat(listed.getJsonArray("tags")).hasToString("[\"a,b c\",\"shop\",\"é/😀\"]");

        n3.post("/v1/kv/tags/told?op=increment");
        n3.post("/v1/kv/tags/told?op=touch&ttl=1h");
        assertThat(Client.header(n1.send("GET", "/v1/kv/tags/told", null), "Concord-Tags"))
                .contains("shop");

        put(n3, "/v1/kv/tags/told");
        assertThat(Client.header(n1.send("GET", "/v1/kv/tags/told", null), "Concord-Tags"))
                .isEmpty();
    }

    @Test
    void a_tag_goes_from_one_namespace_or_from_all_by_one_revision() throws IOException {
        for (var namespace : List.of("tags-a", "tags-b")) {
            n1.send("PUT", Client.namespace(namespace), null);
            put(n1, Client.kv(namespace, "one") + "&tag=everywhere&tag=" + namespace);
            put(n2, Client.kv(namespace, "two") + "&tag=everywhere");
            put(n3, Client.kv(namespace, "kept") + "&tag=everywhere-else");
        }

        var one = n2.send("DELETE", "/v1/namespaces/tags-a/kv?tag=tags-a", null);
        assertThat(Client.json(one).getInt("deleted")).isEqualTo(1);
        assertThat(Client.header(one, "Concord-Deleted")).isEqualTo("1");
        assertThat(n3.send("DELETE", "/v1/namespaces/tags-none/kv?tag=tags-a", null)
                        .statusCode())
                .isEqualTo(404);

        long before = Client.revision(n1.send("GET", "/v1/kv?limit=1", null));
        var all = n3.send("DELETE", "/v1/tags/everywhere", null);
        assertThat(Client.json(all).getInt("deleted")).isEqualTo(3);
        assertThat(Client.revision(all)).isEqualTo(before + 1);
        for (var namespace : List.of("tags-a", "tags-b")) {
            assertThat(n1.send("GET", Client.kv(namespace, "one"), null).statusCode())
                    .isEqualTo(404);
            assertThat(n2.send("GET", Client.kv(namespace, "two"), null).statusCode())
                    .isEqualTo(404);
            assertThat(n3.send("GET", Client.kv(namespace, "kept"), null).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_tag_that_cannot_stand_in_a_path_goes_in_the_query() throws IOException {
        put(n1, "/v1/kv/tags/slash?tag=" + Client.encoded("a/b;😀"));

        var evicted = n2.send("DELETE", "/v1/tags?tag=" + Client.encoded("a/b;😀"), null);

        assertThat(Client.json(evicted).getInt("deleted")).isEqualTo(1);
    }

    @Test
    void a_tag_is_not_taken_for_another_one_by_what_a_path_cannot_carry() throws IOException {
        put(n1, "/v1/kv/tags/kept?tag=kept");

        var refused = n2.send("DELETE", "/v1/tags/kept;really", null);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.code(refused)).isEqualTo("invalid-request");
        assertThat(n3.send("GET", "/v1/kv/tags/kept", null).statusCode()).isEqualTo(200);
    }

    @Test
    void a_transaction_puts_with_tags_and_evicts_others_at_once() throws IOException {
        put(n1, "/v1/kv/tags/txn/old?tag=txn-1");

        var answer = n2.transact("{\"then\":[{\"op\":\"delete-tagged\",\"tag\":\"txn-1\"},"
                + "{\"op\":\"put\",\"key\":\"tags/txn/new\",\"value\":1,\"tags\":[\"txn-2\",\"txn\"]}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Client.json(answer).getJsonArray("outcomes").getJsonObject(0).getInt("deleted"))
                .isEqualTo(1);
        assertThat(n3.send("GET", "/v1/kv/tags/txn/old", null).statusCode()).isEqualTo(404);
        assertThat(Client.header(n3.send("GET", "/v1/kv/tags/txn/new", null), "Concord-Tags"))
                .isEqualTo("txn,txn-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /v1/kv/tags/bad?tag= | tag is empty",
                "PUT | /v1/kv/tags/bad?tag=1&tag=2&tag=3&tag=4&tag=5&tag=6&tag=7&tag=8&tag=9 | entry has 9 tags; the limit is 8",
                "GET | /v1/kv/tags/bad?tag=a | query parameter 'tag' is not known here",
                "DELETE | /v1/kv?tag=a&tag=b | query parameter 'tag' is given more than once",
                "DELETE | /v1/kv?tag=a&prefix=b | query parameter 'prefix' has no meaning here",
                "DELETE | /v1/kv?key=a&tag=b | query parameter 'tag' is not known here",
                "DELETE | /v1/tags | no tag is given",
                "DELETE | /v1/tags?tag=a&tag=b | query parameter 'tag' is given more than once",
                "DELETE | /v1/tags/a?tag=b | query parameter 'tag' is not known here"
            })
    void what_makes_no_sense_is_refused_with_the_reason(String method, String target, String reason)
            throws IOException {
        var response = n1.send(method, target, method.equals("PUT") ? new byte[] {'1'} : null);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).getString("detail").toLowerCase(Locale.ROOT))
                .contains(reason.toLowerCase(Locale.ROOT));
    }

    @Test
    void an_eviction_takes_no_conditions() throws IOException {
        var response = n1.send("DELETE", "/v1/tags/conditional", null, "If-Match", "\"1\"");

        assertThat(response.statusCode()).isEqualTo(400);
    }
}
