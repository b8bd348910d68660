package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.jcache.api.ConcordCacheException;
import io.concord.jcache.api.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster that nobody can reach, from the start: the client is the real one. */
class UnreachableClusterTest {
    private static final int MANY = 1000;

    private final ConcordCacheManager manager = manager();
    private final ConcordSpringCache failing = Objects.requireNonNull(manager.getConcordCache("failing"));
    private final ConcordSpringCache missing = Objects.requireNonNull(manager.getConcordCache("missing"));

    private static ConcordCacheManager manager() {
        var properties = new Properties();
        properties.setProperty("concord.client.timeout-millis", "500");
        properties.setProperty("concord.client.token", "unused");
        return ConcordCacheManager.builder(URI.create("concord+http://127.0.0.1:" + closedPort() + "/"), properties)
                .withCache("missing", CacheSettings.DEFAULTS.withOnUnavailable(Fallback.MISS))
                .build();
    }

    private static int closedPort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        manager.destroy();
    }

    @Test
    void by_default_every_operation_fails() {
        assertThatThrownBy(() -> failing.get("alice")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> failing.put("alice", 1)).isInstanceOf(ConcordCacheException.class);
        assertThatThrownBy(() -> failing.evict("alice")).isInstanceOf(ConcordCacheException.class);
        assertThatThrownBy(failing::clear).isInstanceOf(ConcordCacheException.class);
        assertThatThrownBy(() -> failing.get("alice", () -> 1)).isInstanceOf(ConcordCacheException.class);
        assertThatThrownBy(() -> failing.retrieve("alice").get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ConcordCacheException.class);
    }

    @Test
    void as_a_miss_it_loads_and_goes_on() throws Exception {
        assertThat(missing.get("alice")).isNull();
        missing.put("alice", 1);
        missing.evict("alice");
        missing.clear();

        assertThat(missing.get("alice", () -> "loaded")).isEqualTo("loaded");
        assertThat(missing.evictIfPresent("alice")).isFalse();
        assertThat(missing.invalidate()).isFalse();
        assertThat(missing.retrieve("alice").get(30, TimeUnit.SECONDS)).isNull();
        assertThat(missing.retrieve("alice", () -> CompletableFuture.completedFuture("loaded"))
                        .get(30, TimeUnit.SECONDS))
                .isEqualTo("loaded");
    }

    @Test
    void the_first_write_in_an_outage_is_forgiven_too() {
        missing.put("alice", 1);

        assertThat(missing.get("alice")).isNull();
    }

    @Test
    void what_promises_that_nobody_else_has_stored_fails_whatever_is_set() {
        assertThatThrownBy(() -> missing.putIfAbsent("alice", 1)).isInstanceOf(ConcordCacheException.class);
    }

    @Test
    void evicting_a_tag_fails_whatever_is_set() {
        assertThatThrownBy(() -> manager.evictTag("shop")).isInstanceOf(ConcordCacheException.class);
        assertThatThrownBy(() -> failing.putTagged("alice", 1, Set.of("shop")))
                .isInstanceOf(ConcordCacheException.class);
        missing.putTagged("alice", 1, Set.of("shop"));
        assertThatThrownBy(() -> manager.invalidateTag("shop")).isInstanceOf(ConcordCacheException.class);
    }

    /** If each waited for the client's timeout, this would take ten minutes. */
    @Test
    @Timeout(60)
    void nobody_waits_once_it_is_known() {
        try (var log = new LogLines(Outage.class)) {
            for (var i = 0; i < MANY; i++) {
                assertThat(missing.get("alice")).isNull();
                missing.put("alice", i);
            }

            assertThat(log.lines()).hasSize(1);
        }
    }
}
