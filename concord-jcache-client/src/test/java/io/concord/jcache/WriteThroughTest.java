package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concord.jcache.api.ConcordCache;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a writer is called, and how often: with several threads of one JVM, and with another JVM. */
@Timeout(60)
class WriteThroughTest {
    private final SharedStore shared = new SharedStore();
    private final Database database = new Database();
    private final ConcordCache<String, String> cache = cache(new MutableConfiguration<String, String>()
            .setWriteThrough(true)
            .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(database)));
    private final ConcordCache<String, String> theirs = cache(new MutableConfiguration<>());

    @AfterEach
    void close() {
        shared.close();
    }

    @Test
    void a_writer_hears_of_every_change_once_and_before_it_happens() {
        database.onWrite = () -> assertThat(theirs.get("alice")).isNull();

        cache.put("alice", "1");

        database.onWrite = () -> {};
        assertThat(cache.putIfAbsent("alice", "no")).isFalse();
        assertThat(cache.replace("alice", "other", "no")).isFalse();
        assertThat(cache.replace("alice", "1", "2")).isTrue();
        assertThat(cache.remove("alice", "other")).isFalse();
        cache.invoke("alice", (entry, arguments) -> {
            entry.setValue("3");
            entry.setValue("4");
            return "";
        });
        cache.remove("alice", "4");
        assertThat(database.heard).containsExactly("alice=1", "alice=2", "alice=4", "alice gone");
    }

    /** Whoever overtook another between its call of the writer and its change would leave the two in different states. */
    @Test
    void in_one_jvm_a_writer_hears_of_the_changes_of_a_key_in_their_order_and_once_each() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        var callers = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 8; i++) {
            callers.add(threads.submit(caller(i)));
        }
        int changes = 0;
        for (var caller : callers) {
            changes += caller.get(50, TimeUnit.SECONDS);
        }
        threads.shutdown();

        var entries = new HashMap<String, String>();
        theirs.forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        assertThat(database.rows).isEqualTo(entries);
        assertThat(database.heard).hasSize(changes);
    }

    /** Changes two keys in every way; returns how often the writer is to be called. */
    private Callable<Integer> caller(int seed) {
        return () -> {
            var random = new Random(seed);
            int calls = 0;
            for (int i = 0; i < 150; i++) {
                calls += change(random.nextInt(9), "key-" + random.nextInt(2), seed + "-" + i);
            }
            return calls;
        };
    }

    private int change(int kind, String key, String value) throws Exception {
        switch (kind) {
            case 0 -> cache.put(key, value);
            case 1 -> cache.getAndPut(key, value);
            case 2 -> cache.putAsync(key, value).toCompletableFuture().get();
            case 3 -> cache.getAndRemove(key);
            case 4 ->
                cache.invoke(key, (entry, arguments) -> {
                    entry.setValue(value);
                    return "";
                });
            case 5 -> {
                cache.putAll(Map.of("key-0", value, "key-1", value));
                return 2;
            }
            case 6 -> {
                return cache.putIfAbsent(key, value) ? 1 : 0;
            }
            case 7 -> {
                return cache.replace(key, value) ? 1 : 0;
            }
            default -> {
                cache.removeAll(Set.of("key-1", "key-0"));
                return 2;
            }
        }
        return 1;
    }

    @Test
    void a_processor_that_another_jvm_overtakes_calls_the_writer_anew() {
        cache.put("alice", "a");
        database.heard.clear();
        database.onWrite = onceTheirs("alice", "b");

        cache.invoke("alice", (entry, arguments) -> {
            entry.setValue(entry.getValue() + "!");
            return "";
        });

        assertThat(database.heard).containsExactly("alice=a!", "alice=b!");
        assertThat(cache.get("alice")).isEqualTo("b!");
    }

    @Test
    void a_condition_that_another_jvm_makes_false_leaves_the_writer_with_what_was_not_stored() {
        cache.put("alice", "a");
        database.heard.clear();
        database.onWrite = onceTheirs("alice", "b");

        assertThat(cache.replace("alice", "a", "c")).isFalse();

        assertThat(database.heard).containsExactly("alice=c");
        assertThat(cache.get("alice")).isEqualTo("b");
    }

    @Test
    void what_asks_for_no_condition_calls_the_writer_once_whatever_another_jvm_does() {
        database.onWrite = onceTheirs("alice", "b");

        cache.put("alice", "c");
        cache.remove("alice");

        assertThat(database.heard).containsExactly("alice=c", "alice gone");
    }

    @Test
    void nothing_is_changed_where_the_writer_fails_and_the_next_call_is_made() {
        cache.put("alice", "a");
        database.onWrite = () -> {
            throw new IllegalStateException("the disk is full");
        };

        assertThatExceptionOfType(CacheWriterException.class).isThrownBy(() -> cache.put("alice", "b"));
        assertThatExceptionOfType(CacheWriterException.class).isThrownBy(() -> cache.replace("alice", "a", "b"));

        assertThat(cache.get("alice")).isEqualTo("a");
        database.onWrite = () -> {};
        cache.put("alice", "c");
        assertThat(theirs.get("alice")).isEqualTo("c");
    }

    @Test
    void what_a_writer_or_a_processor_calls_itself_waits_for_nobody() {
        database.onWrite = () -> {
            database.onWrite = () -> {};
            cache.put("alice", "by the writer");
        };
        cache.put("alice", "by the application");

        cache.invoke("alice", (entry, arguments) -> {
            cache.put("alice", "by the processor");
            return "";
        });

        assertThat(cache.get("alice")).isEqualTo("by the processor");
    }

    private Runnable onceTheirs(String key, String value) {
        return () -> {
            database.onWrite = () -> {};
            theirs.put(key, value);
        };
    }

    @SuppressWarnings("unchecked")
    private ConcordCache<String, String> cache(MutableConfiguration<String, String> configuration) {
        return shared.manager()
                .createCache("written", configuration.setTypes(String.class, String.class))
                .unwrap(ConcordCache.class);
    }

    /** What is written through. */
    private static final class Database implements CacheWriter<String, String> {
        private final Map<String, String> rows = new ConcurrentHashMap<>();
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private volatile Runnable onWrite = () -> {};

        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            onWrite.run();
            heard.add(entry.getKey() + "=" + entry.getValue());
            rows.put(entry.getKey(), entry.getValue());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.forEach(this::write);
            entries.clear();
        }

        @Override
        public void delete(Object key) {
            heard.add(key + " gone");
            rows.remove(key);
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            keys.forEach(this::delete);
            keys.clear();
        }
    }
}
