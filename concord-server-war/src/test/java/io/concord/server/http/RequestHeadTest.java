package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.service.RequestFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static final List<String> NONE = List.of();
    private static final List<String> HOST = List.of("localhost");

    @Test
    void a_request_that_can_be_read_in_one_way_is_let_in() {
        assertThatCode(head("HTTP/1.1", HOST, NONE, NONE)::check).doesNotThrowAnyException();
        assertThatCode(head("HTTP/1.1", HOST, List.of("5"), NONE)::check).doesNotThrowAnyException();
        assertThatCode(head("HTTP/1.1", HOST, NONE, List.of("Chunked"))::check).doesNotThrowAnyException();
        assertThatCode(head("HTTP/1.0", NONE, NONE, NONE)::check).doesNotThrowAnyException();
        assertThatCode(target("/v1/kv/a%20b", "key=%C3%A4&timeout=5s")::check).doesNotThrowAnyException();
    }

    @Test
    void a_body_with_two_ends_is_refused() {
        refused(head("HTTP/1.1", HOST, List.of("5", "6"), NONE), "the end of the body is not clear");
        refused(head("HTTP/1.1", HOST, List.of("5", "5"), NONE), "the end of the body is not clear");
        refused(head("HTTP/1.1", HOST, List.of("5"), List.of("chunked")), "the end of the body is not clear");
        refused(head("HTTP/1.1", HOST, NONE, List.of("chunked", "chunked")), "the end of the body is not clear");
        refused(head("HTTP/1.1", HOST, NONE, List.of("gzip, chunked")), "the Transfer-Encoding is not known");
    }

    @Test
    void a_request_for_no_host_or_two_is_refused() {
        refused(head("HTTP/1.1", NONE, NONE, NONE), "Host is given 0 times");
        refused(head("HTTP/1.1", List.of("a", "b"), NONE, NONE), "Host is given 2 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "a_b.example:80", "127.0.0.1:9080", "[::1]:9443", "[fe80::1]", "example.com:"})
    void a_host_is_a_name_or_an_address(String host) {
        assertThatCode(head("HTTP/1.1", List.of(host), NONE, NONE)::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localh{ost", "a b", "a/b", "a@b", "[::1", "a:b", "a:123456", "\u00e4", "a,b"})
    void what_cannot_be_a_host_is_refused(String host) {
        refused(head("HTTP/1.1", List.of(host), NONE, NONE), "Host is not a name");
    }

    @Test
    void another_protocol_is_refused() {
        refused(head("HTTP/9.9", HOST, NONE, NONE), "'HTTP/9.9'");
        refused(head("HTTP/2.0\n", HOST, NONE, NONE), "HTTP/2.0\\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a=%2", "a=%zz", "%FF", "key=%ED%A0%80", "a b", "\u00e4", "\"", "a|b", "{a}", "a[0]"})
    void a_malformed_path_or_query_is_refused(String text) {
        refused(target("/v1/nothing", text), "malformed");
        refused(target("/" + text, null), "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%2fb", "a%5cb", "a%23b", "a/%2E%2e/b", "a/.%2e;x=1/b", "%2e./b", "%2e"})
    void a_path_that_is_read_anew_when_it_is_decoded_is_refused(String text) {
        refused(target("/openapi/" + text, null), "without an encoded '/'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/tags/a;b", "/v1/requests/;", "/v1/leases/1;x=2", "/openapi;a", "/health/live;a"})
    void a_path_of_which_a_part_would_be_dropped_is_refused(String path) {
        refused(target(path, null), "a path cannot carry ';'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/kv/a;b", "/v1/namespaces/a;b", "/v1/tags/a%3Bb"})
    void a_path_that_is_read_whole_is_let_in(String path) {
        assertThatCode(target(path, null)::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "..", "a/./b", "...", ".a", "a..", "ui..%2e", "a%2Eb", "%252f", "%252e%252e"})
    void dots_that_everybody_sees_are_left_to_whose_path_it_is(String text) {
        assertThatCode(target("/v1/kv/" + text, null)::check).doesNotThrowAnyException();
    }

    private static void refused(RequestHead head, String detail) {
        assertThatThrownBy(head::check).isInstanceOf(RequestFailure.class).hasMessageContaining(detail);
    }

    private static RequestHead head(
            String protocol, List<String> hosts, List<String> contentLengths, List<String> transferEncodings) {
        return new RequestHead(protocol, "/v1/kv/a", null, hosts, contentLengths, transferEncodings);
    }

    private static RequestHead target(String uri, @Nullable String query) {
        return new RequestHead("HTTP/1.1", uri, query, HOST, NONE, NONE);
    }
}
