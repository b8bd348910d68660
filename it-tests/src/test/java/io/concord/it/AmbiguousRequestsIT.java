package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of which two parties can make different things, each followed by another on the same connection: they get 400 and the
 * connection is closed, so that what follows is never taken for a request.
 */
@ExtendWith(SharedCluster.class)
class AmbiguousRequestsIT {
    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 \\d{3}", Pattern.MULTILINE);

    private final LocalCluster cluster;
    private final String token;

    AmbiguousRequestsIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.token = cluster.tokens().mint("alice", TokenGroup.WRITER, Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: +1",
                "Content-Length: -1",
                "Content-Length: 0x1",
                "Content-Length: 1, 1",
                "Content-Length: 1 1",
                "Content-Length:",
                "Content-Length: 1a",
                "Content-Length: 1.0",
                "Content-Length: \u000b1",
                "Content-Length: 1\r\nContent-Length: 1",
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length : 1",
                "Content-Length\t: 1",
                "Content-Length: 6\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 6",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding:\n chunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding:",
                "Content-Length: 1\nX-A: b",
                "Content-Length: 1\r\nX-A: b\rX-B: c",
                "Content-Length: 1\r\nX-A: b\u0000",
                "Content-Length: 1\r\nX-A : b",
                "Content-Length: 1\r\nX-A",
                "Content-Length: 1\r\n: b",
                "Content-Length: 1\r\nX A: b",
                "Content-Length: 1\r\nHost: localhost",
                "Content-Length: 1\r\nHost: other"
            })
    void a_body_whose_end_is_not_clear(String headers) throws IOException {
        refused("PUT /v1/kv/ambiguous HTTP/1.1\r\nHost: localhost\r\n" + authorization() + headers + "\r\n\r\na");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "pUT", "delete", "G\u0001T"})
    void a_method_that_is_not_in_capitals(String method) throws IOException {
        refused(method + " /v1/kv/ambiguous HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n");
        refused(method + " /v1/watch HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n");
        refused(method + " /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        refused(method + " /openapi HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://localhost/v1/kv/a HTTP/1.1",
                "GET http://other/v1/kv/a HTTP/1.1",
                "GET localhost:80 HTTP/1.1",
                "GET v1/kv/a HTTP/1.1",
                "GET  /v1/kv/a HTTP/1.1",
                "GET /v1/kv/a HTTP/1.1 ",
                "GET /v1/kv/a HTTP/01.1"
            })
    void a_request_line_of_another_form(String line) throws IOException {
        refused(line + "\r\nHost: localhost\r\n" + authorization() + "\r\n");
    }

    @Test
    void lines_without_a_carriage_return() throws IOException {
        refused(("GET /v1/kv/a HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n").replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/openapi", "/metrics", "/openapi/ui/"})
    void the_same_on_paths_of_the_container(String path) throws IOException {
        var line = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";

        refused(line + "Content-Length: +1\r\n\r\na");
        refused(line + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        refused(line + "X-A : b\r\n\r\n");
        refused(line + "Host: localhost\r\n\r\n");
    }

    /** The container reads the first as 1, and where a body ends only it can tell: nothing that follows is a request. */
    @ParameterizedTest
    @ValueSource(strings = {"100000001", "1;a=b", "1 ", "1", "01", "+1", "-1", "0x1", "zz", "fffffffffffffffff1", ""})
    void after_chunks_of_whatever_size_the_connection_is_closed(String size) throws IOException {
        var answer = answers("PUT /v1/kv/ambiguous HTTP/1.1\r\nHost: localhost\r\n" + authorization()
                + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\na\r\n0\r\n\r\n");

        assertThat(STATUS.matcher(answer).results().count()).as(answer).isOne();
    }

    @Test
    void a_clear_request_is_answered_and_so_is_the_one_behind_it() throws IOException {
        var answer = answers("PUT /v1/kv/ambiguous HTTP/1.1\r\nHost: localhost\r\n" + authorization()
                + "Content-Length: 1\r\n\r\na");

        assertThat(STATUS.matcher(answer).results().map(status -> status.group()))
                .as(answer)
                .hasSize(2)
                .last()
                .isEqualTo("HTTP/1.1 404");
    }

    private void refused(String request) throws IOException {
        var answer = answers(request);

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(STATUS.matcher(answer).results().count()).as(answer).isOne();
    }

    /** Of the request and of one behind it, until the server closes the connection, which the second asks for. */
    private String answers(String request) throws IOException {
        var endpoint = cluster.endpoint("n1");
        var next =
                "GET /v1/kv/smuggled HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "Connection: close\r\n\r\n";
        try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((request + next).getBytes(StandardCharsets.ISO_8859_1));
            var answer = new StringBuilder();
            var in = socket.getInputStream();
            try {
                for (var read = in.read(); read >= 0; read = in.read()) {
                    answer.append((char) read);
                }
            } catch (SocketException reset) {
                // The server closes without reading what follows: that is what is asked of it.
            }
            return answer.toString();
        }
    }

    private String authorization() {
        return "Authorization: Bearer " + token + "\r\n";
    }
}
