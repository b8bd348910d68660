package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One decoded key, whether it comes in the path or in the query. */
class EntryPathTest {
    @ParameterizedTest
    @CsvSource({
        "users/alice, users/alice",
        "a%20b, a b",
        "a+b, a+b",
        "%E4%BD%A0%F0%9F%98%80, 你😀",
        "a%3Bb, a;b",
        "100%25, 100%",
        "a%3Fb, a?b",
        "..., ...",
        "a/.b/c., a/.b/c."
    })
    void a_path_is_decoded_once(String raw, String key) {
        assertThat(key("/v1/kv/" + raw, query(null))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a//b", "a/", "./a", "a/../b", "a/%2E%2e/b", "a;x=1", "a%2Fb", "a%2fb"})
    void what_servers_read_differently_is_refused_in_a_path(String raw) {
        assertThat(failure(() -> key("/v1/kv/" + raw, query(null))).code()).isEqualTo(ErrorCode.INVALID_KEY);
        assertThatThrownBy(() -> key("/v1/kv/" + raw, query(null))).hasMessageEndingWith("?key=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%FF", "%ED%A0%80", "%C0%AF", "a b", "ä"})
    void what_is_not_percent_encoded_utf8_is_refused(String raw) {
        assertThat(failure(() -> key("/v1/kv/" + raw, query(null))).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"/a//b/, /a//b/", "..%2F.., ../..", "a+b%2B, a b+", "a;b, a;b"})
    void a_query_can_carry_any_key(String raw, String key) {
        assertThat(key("/v1/kv", query("key=" + raw))).isEqualTo(key);
    }

    @Test
    void a_key_of_1024_bytes_is_the_longest() {
        var longest = "ä".repeat(512);

        assertThat(key("/v1/kv", query("key=" + "%C3%A4".repeat(512)))).isEqualTo(longest);
        assertThat(failure(() -> key("/v1/kv", query("key=" + "%C3%A4".repeat(512) + "x"))))
                .hasMessageContaining("1025")
                .hasMessageContaining("1024");
    }

    @Test
    void a_key_is_given_once() {
        assertThat(failure(() -> key("/v1/kv/a", query("key=b")))).hasMessageContaining("given twice");
        assertThat(failure(() -> query("key=a&key=b"))).hasMessageContaining("more than once");
        assertThat(failure(() -> key("/v1/kv", query(null)))).hasMessageContaining("no key is given");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/namespaces/cats/kv/tom, cats, tom",
        "/v1/namespaces/a%20b/kv/x/y, a b, x/y",
        "/v1/namespaces/kv/kv/kv, kv, kv"
    })
    void a_namespace_stands_before_its_keys(String path, String namespace, String key) {
        var parsed = EntryPath.of(path, query(null));

        assertThat(parsed.namespace().name()).isEqualTo(namespace);
        assertThat(parsed.entry().key().text()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%2fb", "a;b", ".", "..", "%2E%2e", "%FF", ""})
    void a_name_that_a_path_cannot_carry_is_refused(String raw) {
        assertThatThrownBy(() -> EntryPath.of("/v1/namespaces/" + raw + "/kv/key", query(null)))
                .isInstanceOf(RequestFailure.class);
    }

    @Test
    void a_namespace_alone_has_no_key() {
        assertThat(EntryPath.of("/v1/namespaces/cats", query(null)).key()).isEmpty();
        assertThat(EntryPath.of("/v1/namespaces/cats/kv", query(null)).key()).isEmpty();
        assertThat(EntryPath.of("/v1/namespaces/cats/clear", query(null)).key()).isEmpty();
    }

    private static String key(String path, Query query) {
        return EntryPath.of(path, query).entry().key().text();
    }

    private static Query query(@Nullable String raw) {
        return Query.parse(raw, Set.of("key"));
    }

    private static RequestFailure failure(ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RequestFailure.class, call);
    }
}
