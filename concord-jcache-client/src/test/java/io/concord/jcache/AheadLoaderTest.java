package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a load whose cache closes. */
class AheadLoaderTest {
    private static final long PATIENCE_SECONDS = 30;

    private final SharedStore shared = new SharedStore();
    private final BlockedLoader loader = new BlockedLoader();

    @AfterEach
    void close() {
        loader.go.countDown();
        shared.close();
    }

    @Test
    void a_loader_that_is_running_when_its_cache_closes_is_waited_for() throws Exception {
        var configuration = new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setCacheLoaderFactory(() -> loader);
        var cache = shared.manager().createCache("users", configuration);
        cache.loadAll(Set.of("alice"), true, null);
        assertThat(loader.begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        var overWhenClosed = new AtomicBoolean();
        var closing = new Thread(() -> {
            cache.close();
            overWhenClosed.set(loader.over.get());
        });

        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());
        loader.go.countDown();
        closing.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));

        assertThat(closing.isAlive()).isFalse();
        assertThat(overWhenClosed).isTrue();
    }

    /** Goes on when it is told to. */
    private static final class BlockedLoader implements CacheLoader<String, String> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public String load(String key) {
            return "loaded";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            begun.countDown();
            try {
                if (!go.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new CacheLoaderException("nobody told the loader to go on");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CacheLoaderException(e);
            }
            over.set(true);
            return new HashMap<>();
        }
    }
}
