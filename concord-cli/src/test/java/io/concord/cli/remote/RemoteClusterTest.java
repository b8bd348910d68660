package io.concord.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.concord.cli.console.ExitCodes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteClusterTest {
    private static final String UNAVAILABLE =
            "{\"code\":\"cluster-not-ready\",\"effect\":\"unavailable\",\"detail\":\"the cluster has no leader\"}";
    private static final String FORBIDDEN =
            "{\"code\":\"forbidden\",\"effect\":\"refused\",\"detail\":\"the token of 'bob' has no group\\nfor this\"}";

    private final FakeEndpoints endpoints = new FakeEndpoints();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        endpoints.close();
    }

    private URI server(Handler handler) throws IOException {
        return endpoints.open(exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            handler.answer(exchange);
        });
    }

    private URI answering(int status, String body) throws IOException {
        return server(exchange -> {
            FakeEndpoints.answer(exchange, status, body);
        });
    }

    private static RemoteCluster cluster(URI... endpoints) {
        return new RemoteCluster(
                new Access(List.of(endpoints), Optional.of("to.ken"), Optional.empty(), Duration.ofSeconds(2)));
    }

    @Test
    void the_next_endpoint_is_asked_where_one_is_down_or_has_no_leader() throws IOException {
        var good = answering(200, "{\"a\":1}");

        var answer = cluster(FakeEndpoints.nobody(), answering(503, UNAVAILABLE), good)
                .send(RemoteRequest.get("/v1/x").with("q", "a b&c"));

        assertThat(answer.endpoint()).isEqualTo(good);
        assertThat(answer.json().asJsonObject().getInt("a")).isOne();
        assertThat(heard).allMatch(line -> line.startsWith("GET /v1/x?q=a%20b%26c Bearer to.ken null"));
    }

    @Test
    void a_write_is_sent_again_with_the_same_request_id_and_body() throws IOException {
        var lost = server(HttpExchange::close);

        cluster(lost, answering(200, "{}")).send(RemoteRequest.put("/v1/x").json("{\"b\":2}"));

        assertThat(heard).hasSizeGreaterThanOrEqualTo(2);
        assertThat(heard.stream().distinct()).hasSize(1).allMatch(line -> line.endsWith("{\"b\":2}"));
        assertThat(heard.get(0)).doesNotContain("null");
    }

    @Test
    void a_write_without_any_answer_may_have_happened() throws IOException {
        var cluster = cluster(server(HttpExchange::close));
        var request = RemoteRequest.post("/v1/x");

        assertThatThrownBy(() -> cluster.send(request))
                .hasMessageContaining("it may have happened")
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteFailure.class))
                .extracting(RemoteFailure::exitCode)
                .isEqualTo(ExitCodes.INDETERMINATE);
    }

    @Test
    void a_refusal_is_told_in_its_own_words_on_one_line_and_not_repeated() throws IOException {
        var cluster = cluster(answering(403, FORBIDDEN), answering(200, "{}"));

        assertThatThrownBy(() -> cluster.send(RemoteRequest.get("/v1/x")))
                .hasMessage("the token of 'bob' has no group\\u{a}for this (forbidden, 403)")
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteFailure.class))
                .extracting(RemoteFailure::exitCode)
                .isEqualTo(ExitCodes.REFUSED);
        assertThat(heard).hasSize(1);
    }

    @Test
    void what_is_not_there_has_an_exit_code_of_its_own() throws IOException {
        var cluster = cluster(
                answering(404, "{\"code\":\"not-found\",\"effect\":\"refused\",\"detail\":\"there is no entry 'k'\"}"));

        assertThatThrownBy(() -> cluster.send(RemoteRequest.get("/v1/x")))
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteFailure.class))
                .extracting(RemoteFailure::exitCode)
                .isEqualTo(ExitCodes.NOT_FOUND);
    }

    @Test
    void a_cluster_that_nobody_can_reach_is_unavailable_and_every_endpoint_says_why() throws IOException {
        var first = FakeEndpoints.nobody();
        var second = answering(503, UNAVAILABLE);
        var cluster = cluster(first, second);

        assertThatThrownBy(() -> cluster.send(RemoteRequest.post("/v1/x")))
                .hasMessageContaining(first + ": nothing listens there")
                .hasMessageContaining(second + ": the cluster has no leader")
                .hasMessageContaining("nothing has happened")
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteFailure.class))
                .extracting(RemoteFailure::exitCode)
                .isEqualTo(ExitCodes.UNAVAILABLE);
    }

    @Test
    void a_server_of_another_kind_is_told_apart() throws IOException {
        var page = cluster(answering(200, "<html>"));
        var refused = cluster(answering(401, "<html>"));

        assertThatThrownBy(() -> page.send(RemoteRequest.get("/v1/x")).json()).hasMessageContaining("right address");
        assertThatThrownBy(() -> refused.send(RemoteRequest.get("/v1/x"))).hasMessageContaining("right address");
    }

    @Test
    void who_asks_once_hears_what_it_came_to_and_nobody_is_asked_again() throws IOException {
        var busy = answering(503, UNAVAILABLE);
        var cluster = cluster(busy);

        assertThatThrownBy(() -> cluster.sendOnce(busy, RemoteRequest.get("/v1/x")))
                .hasMessage("the cluster has no leader (cluster-not-ready, 503)");
        assertThat(heard).hasSize(1);
        assertThatThrownBy(() -> cluster.sendOnce(FakeEndpoints.nobody(), RemoteRequest.get("/v1/x")))
                .hasMessage("nothing listens there");
        assertThatThrownBy(
                        () -> cluster.sendOnce(URI.create("http://no-such-host.invalid"), RemoteRequest.get("/v1/x")))
                .hasMessage("its name is not known here");
        assertThat(cluster.sendOnce(answering(200, "{}"), RemoteRequest.get("/v1/x"))
                        .text())
                .isEqualTo("{}");
    }

    @Test
    void an_answer_may_come_by_and_by() throws IOException {
        try (var body = cluster(answering(503, UNAVAILABLE), answering(200, "bytes"))
                .open(RemoteRequest.get("/v1/x"))
                .body()) {
            assertThat(body.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("bytes");
        }
    }

    /** What a server does with a request. */
    private interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }
}
