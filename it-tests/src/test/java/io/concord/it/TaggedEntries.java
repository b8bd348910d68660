package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Entries of several namespaces that have a tag in common, and the one request that evicts it. */
record TaggedEntries(String tag) {
    private static final int EACH = 100;

    /** How many there are. */
    static final int ALL = 3 * EACH;

    private List<String> namespaces() {
        return List.of(tag + "-1", tag + "-2", tag + "-3");
    }

    void fill(Client client) throws IOException {
        for (var namespace : namespaces()) {
            client.send("PUT", Client.namespace(namespace), null);
            var puts = IntStream.range(0, EACH)
                    .mapToObj(i -> "{\"op\":\"put\",\"namespace\":\"%s\",\"key\":\"%d\",\"value\":1,\"tags\":[\"%s\"]}"
                            .formatted(namespace, i, tag))
                    .collect(Collectors.joining(","));
            assertThat(client.transact("{\"then\":[" + puts + "]}").statusCode())
                    .isEqualTo(200);
        }
    }

    /** The same request, however often it is sent. */
    HttpResponse<byte[]> evict(Client client) throws IOException {
        return client.send("DELETE", "/v1/tags/" + tag, null, "Idempotency-Key", "evict-" + tag);
    }

    /** How many of them a revision has removed, as watchers of their namespaces are told. */
    int evictedBy(Client client, long revision) throws IOException {
        int events = 0;
        for (var namespace : namespaces()) {
            try (var watch = Watch.start(client, Client.namespace(namespace) + "/watch?from-revision=" + revision)) {
                await().until(() -> !watch.commits().isEmpty());
                var commit = watch.commits().get(0);
                assertThat(commit.id()).isEqualTo(revision);
                events += commit.data().getJsonArray("events").size();
            }
        }
        return events;
    }

    /** How many of them are there, at one revision. */
    int count(Client client) throws IOException {
        var ranges = namespaces().stream()
                .map("{\"op\":\"range\",\"namespace\":\"%s\",\"limit\":1000}"::formatted)
                .collect(Collectors.joining(","));
        return Client.json(client.transact("{\"then\":[" + ranges + "]}"))
                .getJsonArray("outcomes")
                .getValuesAs(JsonObject.class)
                .stream()
                .mapToInt(outcome -> outcome.getJsonArray("entries").size())
                .sum();
    }
}
