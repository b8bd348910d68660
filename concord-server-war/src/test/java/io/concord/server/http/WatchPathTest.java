package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchPathTest {
    @Test
    void a_watch_is_of_the_default_namespace_or_of_the_one_in_the_path() {
        assertThat(WatchPath.of("/v1/watch").orElseThrow().namespace()).isEmpty();
        assertThat(WatchPath.of("/v1/namespaces/fl%C3%A4gs%2F1/watch")
                        .orElseThrow()
                        .namespace())
                .contains("flägs/1");
        assertThat(WatchPath.of("/v1/namespaces/watch/watch").orElseThrow().namespace())
                .contains("watch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/watch/",
                "/v1/namespaces/watch",
                "/v1/namespaces//watch",
                "/v1/namespaces/flags/kv/watch",
                "/v1/namespaces/flags/kv/a/watch",
                "/v1/namespaces/flags;x/watch",
                "/v1/kv/watch"
            })
    void other_paths_are_not_watches(String path) {
        assertThat(WatchPath.of(path)).isEmpty();
    }
}
