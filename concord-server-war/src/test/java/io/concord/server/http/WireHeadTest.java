package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.service.RequestFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The head as it came: what may be let in, and forms of which two parties make different things. */
class WireHeadTest {
    private static final String LINE = "GET /v1/kv/a HTTP/1.1\r\nHost: localhost\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Length: 0\r\n",
                "Content-Length:5\r\n",
                "Transfer-Encoding: chunked\r\n",
                "X-Empty:\r\n",
                "x_y: a\tb \u00e4 c\r\n",
                "sec-ch-ua: \"a;b\";v=\"1\"\r\n"
            })
    void what_every_client_sends_is_let_in(String headers) {
        assertThat(WireHead.last(LINE + headers + "\r\n", "GET").check().lines())
                .startsWith("GET /v1/kv/a HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"M-SEARCH * HTTP/1.1", "OPTIONS * HTTP/1.1", "PUT /v1/kv/a?b=c HTTP/1.0"})
    void so_are_these_request_lines(String line) {
        assertThat(WireHead.last(line + "\r\n\r\n", line.substring(0, line.indexOf(' ')))
                        .check()
                        .lines())
                .containsExactly(line);
    }

    @Test
    void requests_before_it_on_the_connection_do_not_count() {
        var before = "PUT /v1/kv/b HTTP/1.1\r\nContent-Length: +3\r\n\r\na b c ";

        assertThat(WireHead.last(before + LINE + "\r\n", "GET").check().lines())
                .containsExactly("GET /v1/kv/a HTTP/1.1", "Host: localhost");
    }

    @Test
    void chunks_are_told() {
        assertThat(WireHead.last(LINE + "transfer-encoding:chunked\r\n\r\n", "GET")
                        .isChunked())
                .isTrue();
        assertThat(WireHead.last(LINE + "X: Transfer-Encoding:\r\n\r\n", "GET").isChunked())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+1", "-1", "0x1", "1,1", "1, 2", "1 1", "", "1a", "1.0", "\u00b9", "1e1", "9999999999999999999"
            })
    void a_length_that_is_no_number_is_refused(String length) {
        refused(LINE + "Content-Length: " + length + "\r\n\r\n", "without a sign");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1\r\nContent-Length: 1\r\n",
                "Content-Length: 1\r\nContent-Length: 2\r\n",
                "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                "transfer-encoding: chunked\r\ncontent-length: 1\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
            })
    void two_ends_are_refused(String headers) {
        refused(LINE + headers + "\r\n", "the end of the body is not clear");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length : 1\r\n",
                "Content-Length\t: 1\r\n",
                " X: 1\r\n",
                "X-A: 1\r\n b\r\n",
                "X-A: 1\rX-B: 2\r\n",
                "X-A: 1\u00002\r\n",
                "X-A: \u000b1\r\n",
                "X-A\r\n",
                ": x\r\n",
                "X A: 1\r\n",
                "X\u0001A: 1\r\n"
            })
    void a_header_that_is_none_is_refused(String headers) {
        refused(LINE + headers + "\r\n", "without a blank before the colon");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/kv/a HTTP/1.1\nHost: localhost\n\n",
                "GET /v1/kv/a HTTP/1.1\r\nX-A: 1\nHost: localhost\r\n\r\n",
                "GET /v1/kv/a HTTP/1.1\nHost: localhost\r\n\r\n",
                "GET  /v1/kv/a HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/kv/a HTTP/1.1 \r\nHost: localhost\r\n\r\n",
                "GET /v1/kv/a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/kv/a HTTP/01.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/kv/a\r\n\r\n",
                "\r\n\r\n",
                ""
            })
    void lines_that_are_not_clear_are_refused(String read) {
        assertThatThrownBy(() -> WireHead.last(read, "GET").check()).isInstanceOf(RequestFailure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "G\u0001T", "G3T", "-"})
    void another_method_is_refused(String method) {
        refused(method + " / HTTP/1.1\r\n\r\n", "a method is written in capital letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/v1/kv/a", "https://other/", "localhost:80", "v1/kv/a", "?a"})
    void another_target_is_refused(String target) {
        refused("GET " + target + " HTTP/1.1\r\n\r\n", "the target must be a path");
    }

    private static void refused(String read, String detail) {
        assertThatThrownBy(() -> WireHead.last(read, "GET").check())
                .isInstanceOf(RequestFailure.class)
                .hasMessageContaining(detail);
    }
}
