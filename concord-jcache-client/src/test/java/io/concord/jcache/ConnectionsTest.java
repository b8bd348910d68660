package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.jcache.api.ConcordCache;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that is closed leaves no connection, not even an idle one, and waits for no garbage collection. */
class ConnectionsTest {
    /** Much less than the 20 minutes for which the JDK keeps an idle connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {"off", "bounded"})
    void what_a_provider_has_opened_it_closes(String nearCache) throws Exception {
        try (var server = new MemoryServer();
                var connections = new CountedConnections(server.uri())) {
            var provider = new ConcordCachingProvider();
            use(provider, connections.uri(), nearCache);
            assertThat(connections.open()).isPositive();

            provider.close();

            await().atMost(PATIENCE).until(() -> connections.open() == 0);
        }
    }

    @Test
    void the_connections_of_another_manager_stay() throws Exception {
        try (var server = new MemoryServer();
                var connections = new CountedConnections(server.uri());
                var others = new CountedConnections(server.uri());
                var provided = new ConcordCachingProvider()) {
            var provider = new ConcordCachingProvider();
            use(provider, connections.uri(), "off");
            use(provided, others.uri(), "off");
            int open = others.open();

            provider.close();
            await().atMost(PATIENCE).until(() -> connections.open() == 0);

            assertThat(others.open()).isEqualTo(open).isPositive();
        }
    }

    @SuppressWarnings("unchecked")
    private static void use(ConcordCachingProvider provider, String uri, String nearCache) {
        var properties = new Properties();
        properties.setProperty("concord.client.near-cache", nearCache);
        ConcordCache<String, String> cache = provider.getCacheManager(URI.create(uri), null, properties)
                .createCache("users", new MutableConfiguration<String, String>().setTypes(String.class, String.class))
                .unwrap(ConcordCache.class);
        CompletableFuture.allOf(IntStream.range(0, 1_000)
                        .mapToObj(i -> cache.putAsync("user-" + i, "value").toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(cache.get("user-1")).isEqualTo("value");
    }
}
