package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.jcache.api.ConcordCache;
import io.concord.jcache.api.VersionedValue;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cache does beyond the TCK's view: versions, asynchronous operations, several writers at once. */
class ConcordCacheTest {
    private static final EntryProcessor<String, Integer, Integer> INCREMENT = (entry, arguments) -> {
        var next = (entry.exists() ? entry.getValue() : 0) + 1;
        entry.setValue(next);
        return next;
    };

    private final SharedStore shared = new SharedStore();
    private final ConcordCache<String, Integer> cache = cache();

    @AfterEach
    void close() {
        shared.close();
    }

    @SuppressWarnings("unchecked")
    private ConcordCache<String, Integer> cache() {
        return shared.manager()
                .createCache(
                        "counters", new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class))
                .unwrap(ConcordCache.class);
    }

    private static <T> T got(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void an_entry_is_replaced_only_at_the_revision_that_was_seen() {
        cache.put("a", 1);
        var seen = cache.getVersioned("a").orElseThrow();
        cache.put("a", 2);
        cache.put("a", 1);

        assertThat(cache.compareAndSet("a", seen.revision(), 3)).isFalse();
        var now = cache.getVersioned("a").orElseThrow();
        assertThat(now.version()).isEqualTo(3);
        assertThat(cache.compareAndSet("a", now.revision(), 3)).isTrue();
        assertThat(cache.get("a")).isEqualTo(3);
    }

    @Test
    void an_entry_is_created_at_the_revision_of_nothing() {
        assertThat(cache.getVersioned("a")).isEmpty();
        assertThat(cache.compareAndSet("a", ConcordCache.ABSENT, 1)).isTrue();
        assertThat(cache.compareAndSet("a", ConcordCache.ABSENT, 2)).isFalse();
        assertThat(cache.getVersioned("a")).map(VersionedValue::value).hasValue(1);
    }

    @Test
    @SuppressWarnings("rawtypes") // A class has no type arguments.
    void a_value_that_could_not_be_read_again_is_refused_when_it_is_put() {
        var lists = shared.manager()
                .createCache("lists", new MutableConfiguration<String, List>().setTypes(String.class, List.class));
        List<?> deep = List.of();
        for (int i = 0; i < 64; i++) {
            deep = List.of(deep);
        }
        var tooDeep = deep;

        assertThatThrownBy(() -> lists.put("a", tooDeep))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("the limit is 64");
        assertThat(lists.containsKey("a")).isFalse();
    }

    /** A list of another class has other bytes. */
    @Test
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // Applications have them.
    void values_are_compared_by_equals_and_not_by_their_bytes() {
        var lists = shared.manager()
                .createCache("lists", new MutableConfiguration<String, List>().setTypes(String.class, List.class));
        lists.put("a", new LinkedList<>(List.of(1, 2)));

        assertThat(lists.replace("a", List.of(1, 3), List.of())).isFalse();
        assertThat(lists.replace("a", new ArrayList<>(List.of(1, 2)), new LinkedList<>(List.of(3))))
                .isTrue();
        assertThat(lists.remove("a", List.of(4))).isFalse();
        assertThat(lists.remove("a", List.of(3))).isTrue();
    }

    @Test
    void statistics_count_what_many_threads_do_at_the_same_time() throws Exception {
        var counted = shared.manager()
                .createCache(
                        "counted",
                        new MutableConfiguration<String, Integer>()
                                .setTypes(String.class, Integer.class)
                                .setStatisticsEnabled(true));
        var threads = Executors.newFixedThreadPool(8);
        var done = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 8; i++) {
            var key = "k" + i;
            done.add(CompletableFuture.runAsync(
                    () -> {
                        for (int n = 0; n < 200; n++) {
                            counted.put(key, n);
                            counted.get(key);
                            counted.get("nobody");
                        }
                        counted.remove(key);
                    },
                    threads));
        }
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        threads.shutdown();

        assertThat(statistic(counted, "CachePuts")).isEqualTo(1600L);
        assertThat(statistic(counted, "CacheHits")).isEqualTo(1600L);
        assertThat(statistic(counted, "CacheMisses")).isEqualTo(1600L);
        assertThat(statistic(counted, "CacheRemovals")).isEqualTo(8L);
    }

    private static Object statistic(Cache<?, ?> cache, String attribute) throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        var names = server.queryNames(
                new ObjectName("javax.cache:type=CacheStatistics,Cache=" + cache.getName() + ",*"), null);
        assertThat(names).hasSize(1);
        return server.getAttribute(names.iterator().next(), attribute);
    }

    @Test
    void removing_everything_tells_how_much_there_was() throws Exception {
        cache.putAll(Map.of("a", 1, "b", 2));

        assertThat(got(cache.removeAllAsync())).isEqualTo(2);
        assertThat(got(cache.removeAllAsync())).isZero();
        assertThat(cache.get("a")).isNull();
    }

    @Test
    @SuppressWarnings("unchecked")
    void lists_are_removed_by_what_they_begin_with() throws Exception {
        ConcordCache<Object, Integer> lists = shared.manager()
                .createCache("lists", new MutableConfiguration<Object, Integer>().setTypes(Object.class, Integer.class))
                .unwrap(ConcordCache.class);
        var others = List.of(
                List.of("shop"), List.of("shop2", "alice"), List.of("sho", "p"), "shop", List.of(List.of("shop")));
        others.forEach(key -> lists.put(key, 1));
        lists.put(List.of("shop", "alice"), 2);
        lists.put(List.of("shop", List.of("bob", 7)), 2);

        assertThat(got(lists.removeAllBeginningAsync(List.of("shop")))).isEqualTo(2);
        assertThat(lists).extracting(javax.cache.Cache.Entry::getKey).containsExactlyInAnyOrderElementsOf(others);
        assertThat(got(lists.removeAllBeginningAsync(List.of()))).isEqualTo(4);
        assertThat(lists.get("shop")).isEqualTo(1);
    }

    @Test
    void asynchronous_twins_come_to_what_the_others_return() throws Exception {
        got(cache.putAsync("a", 1));
        got(cache.putAllAsync(Map.of("b", 2, "c", 3)));

        assertThat(got(cache.getAsync("a"))).isEqualTo(1);
        assertThat(got(cache.getAsync("z"))).isNull();
        assertThat(got(cache.getAllAsync(Set.of("a", "b", "z")))).isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(got(cache.getAndPutAsync("a", 4))).isEqualTo(1);
        assertThat(got(cache.putIfAbsentAsync("a", 5))).isFalse();
        assertThat(got(cache.replaceAsync("a", 4, 5))).isTrue();
        assertThat(got(cache.replaceAsync("a", 6))).isTrue();
        assertThat(got(cache.getAndReplaceAsync("a", 7))).isEqualTo(6);
        assertThat(got(cache.invokeAsync("a", INCREMENT))).isEqualTo(8);
        assertThat(got(cache.removeAsync("a", 1))).isFalse();
        assertThat(got(cache.removeAsync("a"))).isTrue();
        assertThat(got(cache.getAndRemoveAsync("b"))).isEqualTo(2);
        assertThat(got(cache.containsKeyAsync("c"))).isTrue();
        assertThat(got(cache.compareAndSetAsync("d", ConcordCache.ABSENT, 9))).isTrue();
        assertThat(got(cache.getVersionedAsync("d")).orElseThrow().version()).isEqualTo(1);
        got(cache.removeAllAsync(Set.of("c", "d")));
        assertThat(cache.iterator()).isExhausted();
    }

    @Test
    void a_failure_of_an_asynchronous_operation_is_that_of_the_stage() {
        var failing = cache.invokeAsync("a", (entry, arguments) -> {
            throw new IllegalStateException("no");
        });

        assertThatThrownBy(() -> got(failing)).hasRootCauseMessage("no");
    }

    @Test
    void counters_lose_nothing_between_two_jvms_and_many_threads() throws Exception {
        var other = cache();
        var threads = Executors.newFixedThreadPool(8);
        var counted = new ArrayList<CompletableFuture<Void>>();

        for (int i = 0; i < 400; i++) {
            var which = i % 2 == 0 ? cache : other;
            counted.add(CompletableFuture.runAsync(() -> which.invoke("a", INCREMENT), threads));
        }
        got(CompletableFuture.allOf(counted.toArray(CompletableFuture[]::new)));
        threads.shutdown();

        assertThat(cache.get("a")).isEqualTo(400);
    }

    @Test
    void a_processor_may_invoke_another_one_on_its_own_entry() {
        cache.put("a", 1);

        var result = cache.invoke("a", (entry, arguments) -> {
            if (entry.getValue() == 1) {
                cache.invoke("a", INCREMENT);
            }
            entry.setValue(entry.getValue() * 10);
            return entry.getValue();
        });

        assertThat(result).as("run again after its own change").isEqualTo(20);
        assertThat(cache.get("a")).isEqualTo(20);
    }

    @Test
    void many_entries_go_through_a_bounded_pipeline_and_pages() {
        var many = new HashMap<String, Integer>();
        for (int i = 0; i < 2_000; i++) {
            many.put("key-" + i, i);
        }

        cache.putAll(many);
        var iterated = new HashMap<String, Integer>();
        cache.forEach(entry -> iterated.put(entry.getKey(), entry.getValue()));

        assertThat(cache.getAll(many.keySet())).isEqualTo(many);
        assertThat(iterated).isEqualTo(many);
        cache.removeAll(many.keySet());
        assertThat(cache.iterator()).isExhausted();
    }

    @Test
    void loads_run_in_the_background_and_tell_when_they_are_over() throws Exception {
        var done = new CompletionListenerFuture();

        cache.loadAll(Set.of("a"), true, done);

        done.get(10, TimeUnit.SECONDS);
        assertThat(cache.containsKey("a")).as("there is no loader").isFalse();
    }

    @Test
    void an_interrupted_caller_stops_waiting_and_keeps_its_flag() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> cache.put("a", 1)).hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(cache.invoke("a", INCREMENT)).isPositive();
    }

    @Test
    void keys_and_values_of_other_types_are_refused() {
        @SuppressWarnings({"rawtypes", "unchecked"})
        Runnable wrong = () -> ((javax.cache.Cache) cache).put(1, "one");

        assertThatThrownBy(wrong::run).isInstanceOf(ClassCastException.class).hasMessageContaining("java.lang.String");
    }

    @Test
    void a_closed_cache_says_so() {
        cache.close();

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cache.getAsync("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cache::iterator).isInstanceOf(IllegalStateException.class);
    }
}
