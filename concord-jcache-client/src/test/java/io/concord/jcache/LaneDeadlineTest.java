package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concord.jcache.api.ConcordCache;
import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.settings.NearSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wait for other changes of the same key is part of an operation's one deadline. */
@Timeout(60)
class LaneDeadlineTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final SharedStore shared = new SharedStore();
    private final WatchedConnection connection =
            new WatchedConnection(shared.store().connect());
    private final Journal journal = new Journal();
    private final ConcordCache<String, String> cache = cache();

    @AfterEach
    void close() {
        shared.close();
    }

    @Test
    void who_waits_in_vain_for_its_turn_is_unavailable_and_the_writer_does_not_hear_of_it() {
        cache.put("alice", "0");
        var answers = connection.holdAnswers();
        var first = cache.putAsync("alice", "1").toCompletableFuture();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> cache.put("alice", "2"))
                .withMessageContaining("the time of 300 ms is over");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> cache.invoke("alice", (entry, arguments) -> {
                    entry.setValue("3");
                    return "";
                }));
        answers.complete(null);
        first.join();
        cache.put("alice", "4");

        assertThat(journal.heard).containsExactly("alice=0", "alice=1", "alice=4");
        assertThat(cache.get("alice")).isEqualTo("4");
    }

    @Test
    void what_comes_after_the_wait_has_the_time_that_is_left() {
        cache.put("alice", "0");
        var answers = connection.holdAnswers();
        var first = cache.putAsync("alice", "1").toCompletableFuture();
        var second = cache.putAsync("alice", "2").toCompletableFuture();
        answers.complete(null);
        CompletableFuture.allOf(first, second).join();

        assertThat(connection.left()).hasSize(3).startsWith(PATIENCE, PATIENCE);
        assertThat(connection.left().get(2)).isLessThan(PATIENCE);
    }

    @Test
    void the_requests_of_one_update_have_one_deadline_which_the_processor_puts_off() {
        cache.put("alice", "0");
        connection.left().clear();

        cache.invoke("alice", (entry, arguments) -> {
            long since = System.nanoTime();
            while (System.nanoTime() - since < PATIENCE.toNanos()) {
                Thread.onSpinWait();
            }
            entry.setValue("1");
            return "";
        });

        assertThat(connection.left()).hasSize(2).first().isEqualTo(PATIENCE);
        assertThat(connection.left().get(1)).isPositive().isLessThan(PATIENCE);
    }

    @SuppressWarnings("unchecked")
    private ConcordCache<String, String> cache() {
        var provider = new ConcordCachingProvider(
                (key, properties) -> MemoryCachingProvider.environment(connection, NearSettings.STANDARD, PATIENCE));
        return shared.closing(provider.getCacheManager(URI.create("concord://h1/"), null))
                .createCache(
                        "written",
                        new MutableConfiguration<String, String>()
                                .setTypes(String.class, String.class)
                                .setWriteThrough(true)
                                .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(journal)))
                .unwrap(ConcordCache.class);
    }

    /** What is written through. */
    private static final class Journal implements CacheWriter<String, String> {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            heard.add(entry.getKey() + "=" + entry.getValue());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.forEach(this::write);
            entries.clear();
        }

        @Override
        public void delete(Object key) {
            heard.add(key + " gone");
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            keys.forEach(this::delete);
            keys.clear();
        }
    }
}
