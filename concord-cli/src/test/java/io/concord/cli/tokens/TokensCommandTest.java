package io.concord.cli.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.console.Terminal;
import io.concord.cli.remote.FakeEndpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the cluster, and what is said of its answers. */
class TokensCommandTest {
    private static final String TOKEN =
            "{\"id\":\"0a1b\",\"name\":\"ci\",\"groups\":[\"a\",\"b\"],\"grants\":[{\"namespace\":"
                    + "\"*\",\"key\":\"flags/**\",\"verbs\":[\"read\",\"watch\"]}],\"key\":\"k\",\"created\":\"C\","
                    + "\"createdBy\":{\"issuer\":\"i\",\"subject\":\"root\"},\"expires\":\"E\",\"revoked\":false}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Deque<String> answers = new ArrayDeque<>();
    private final FakeEndpoints endpoints = new FakeEndpoints();
    private final URI endpoint;

    TokensCommandTest() {
        endpoint = endpoints.open(exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            heard.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var body = answers.isEmpty() ? new byte[0] : answers.remove().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    @AfterEach
    void stop() {
        endpoints.close();
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--endpoint", endpoint.toString(), "--token", "t"));
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        return TokensCommand.line(terminal)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(all.toArray(String[]::new));
    }

    @Test
    void a_token_that_is_made_is_all_that_stands_on_standard_output() {
        answers.add("{\"id\":\"0a1b\",\"expires\":\"E\",\"token\":\"x.y.z\"}");

        int code =
                run("create", "ci", "--group", "a,b", "--group", "c", "--grant", "read:*:flags/**", "--lifetime", "7d");

        assertThat(code).isZero();
        assertThat(out).hasToString("x.y.z" + System.lineSeparator());
        assertThat(err.toString()).contains("0a1b").contains("E").doesNotContain("x.y.z");
        assertThat(heard.get(0))
                .isEqualTo("POST /v1/tokens {\"name\":\"ci\",\"groups\":[\"a\",\"b\",\"c\"],\"grants\":[{\"namespace\":"
                        + "\"*\",\"key\":\"flags/**\",\"verbs\":[\"read\"]}],\"lifetime\":\"7d\"}");
        assertThat(heard.get(1)).isEqualTo("Bearer t");
    }

    @Test
    void the_secret_proves_who_asks_and_does_not_travel(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        answers.add("{\"id\":\"0a1b\",\"expires\":\"E\",\"token\":\"x.y.z\"}");

        assertThat(run("create", "ci", "--secret-file", file.toString())).isZero();

        assertThat(heard.get(1))
                .startsWith("Bearer eyJ0eXAiOiJjb25jb3JkLXNlY3JldCtqd3Qi")
                .doesNotContain("0123456789");
    }

    @Test
    void all_pages_are_listed_as_a_table_or_as_json() {
        var other = TOKEN.replace("0a1b", "0c2d").replace("false", "true");
        var first = "{\"revision\":1,\"tokens\":[" + TOKEN + "],\"cursor\":\"0a1b\"}";
        var second = "{\"revision\":1,\"tokens\":[" + other + "]}";
        answers.addAll(List.of(first, second, first, second));

        assertThat(run("list")).isZero();
        assertThat(run("list", "--output", "json")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "ID    NAME  GROUPS  GRANTS                 CREATED  BY    EXPIRES  REVOKED",
                        "0a1b  ci    a,b     read+watch:*:flags/**  C        root  E        -",
                        "0c2d  ci    a,b     read+watch:*:flags/**  C        root  E        yes",
                        "{\"tokens\":[" + TOKEN + "," + other + "]}");
        assertThat(heard.get(2)).startsWith("GET /v1/tokens?limit=1000&cursor=0a1b ");
    }

    @Test
    void several_are_revoked_by_their_ids_and_keys_are_rotated() {
        assertThat(run("revoke", "0a1b", "0c2d")).isZero();
        answers.add("{\"id\":\"k2\"}");
        assertThat(run("rotate-keys")).isZero();

        assertThat(heard.get(0)).startsWith("DELETE /v1/tokens/0a1b ");
        assertThat(heard.get(2)).startsWith("DELETE /v1/tokens/0c2d ");
        assertThat(heard.get(4)).startsWith("POST /v1/tokens/keys ");
        assertThat(out).hasToString("k2" + System.lineSeparator());
    }
}
