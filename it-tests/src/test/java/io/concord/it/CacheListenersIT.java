package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.it.cache.CacheWorker.Work;
import io.concord.it.cache.RecordingListener;
import io.concord.it.cache.WorkerProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a listener hears of the changes that its own JVM and another one make at the same time. */
@ExtendWith(SharedCluster.class)
class CacheListenersIT {
    private static final int LINES = 300;
    private static final int OWN_WRITES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalCluster cluster;
    private final CachingProvider provider = Caching.getCachingProvider();
    private final CacheManager manager;

    CacheListenersIT(LocalCluster cluster) {
        this.cluster = cluster;
        var properties = new Properties();
        properties.setProperty("concord.client.token", token());
        manager = provider.getCacheManager(uri(), null, properties);
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    @Test
    void a_synchronous_listener_has_heard_of_a_write_before_it_returns() {
        var cache = cache("listeners-own");
        var listener = listen(cache, true);

        for (var i = 0; i < OWN_WRITES; i++) {
            cache.put("k" + i % 7, Integer.toString(i));

            assertThat(listener.last("k" + i % 7)).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void changes_of_another_jvm_are_heard_completely_and_in_their_order() throws Exception {
        var cache = cache("listeners-other");
        var listener = listen(cache, false);

        try (var worker = WorkerProcess.start(
                "other", uri().toString(), "listeners-other", Work.HISTORY, Map.of("CONCORD_TOKEN", token()))) {
            await().atMost(PATIENCE).until(() -> worker.count() > LINES);
            worker.finish();
        }

        cache.forEach(entry -> await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.last(entry.getKey())).isEqualTo(entry.getValue())));
        assertThat(listener.breaks()).isEmpty();
        assertThat(listener.count()).isGreaterThan(LINES / 4);
    }

    @Test
    void clearing_tells_nobody_and_removing_everything_does() {
        var cache = cache("listeners-clear");
        var listener = listen(cache, true);
        cache.put("a", "1");
        cache.clear();
        cache.put("b", "2");

        cache.removeAll();

        assertThat(listener.kinds()).containsExactly("CREATED a", "CREATED b", "REMOVED b");
    }

    /** Such as Open Liberty's session caches have. */
    @Test
    void a_cache_may_have_a_name_that_no_path_can() {
        var cache = cache("com.ibm.ws.session.attr.default_host%2Fshop/ü ?#");
        var listener = listen(cache, true);

        cache.put("a", "1");

        assertThat(cache.get("a")).isEqualTo("1");
        assertThat(listener.kinds()).containsExactly("CREATED a");
        manager.destroyCache(cache.getName());
        assertThat(cache(cache.getName()).get("a")).isNull();
    }

    private Cache<String, String> cache(String name) {
        return manager.createCache(
                name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private static RecordingListener listen(Cache<String, String> cache, boolean synchronous) {
        var listener = new RecordingListener();
        cache.registerCacheEntryListener(listener.configuration(synchronous));
        return listener;
    }

    private URI uri() {
        return URI.create("concord+http://"
                + cluster.endpoints().stream()
                        .map(endpoint -> "127.0.0.1:" + endpoint.getPort())
                        .collect(Collectors.joining(","))
                + "/");
    }

    private String token() {
        return cluster.tokens().mint("cache-listeners", TokenGroup.WRITER, Duration.ofHours(1));
    }
}
