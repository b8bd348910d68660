package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** What operations ask of the cluster, and of the application's code. */
class CostTest {
    private static final int ENTRIES = 2_000;

    /** Requests that may be under way before the first answer has come leave with little in them. */
    private static final int REQUESTS_MAX = ENTRIES / 20;

    @Test
    void many_entries_are_written_read_and_removed_by_few_requests_of_http_1() throws Exception {
        try (var server = new MemoryServer();
                var provider = new ConcordCachingProvider();
                var cache = cache(provider, server)) {
            var many = IntStream.range(0, ENTRIES).boxed().collect(Collectors.toMap(i -> "k" + i, i -> i));
            int before = server.batches();

            cache.putAll(many);
            int put = server.batches();
            assertThat(cache.getAll(many.keySet())).isEqualTo(many);
            int got = server.batches();
            cache.removeAll(many.keySet());
            int removed = server.batches();

            assertThat(Stream.of(put - before, got - put, removed - got)).allMatch(requests -> requests < REQUESTS_MAX);
            assertThat(server.protocols()).containsExactly("HTTP/1.1");
            assertThat(cache).isEmpty();
        }
    }

    @Test
    void removing_and_clearing_everything_is_one_operation_each() {
        try (var shared = new SharedStore()) {
            var cache = cache(shared);
            var many = IntStream.range(0, ENTRIES).boxed().collect(Collectors.toMap(i -> "k" + i, i -> i));
            cache.putAll(many);
            int before = shared.store().operations();

            cache.removeAll();
            int removed = shared.store().operations();
            cache.putAll(many);
            int filled = shared.store().operations();
            cache.clear();

            assertThat(removed - before).isEqualTo(1);
            assertThat(shared.store().operations() - filled).isEqualTo(1);
            assertThat(cache).isEmpty();
        }
    }

    @Test
    void in_one_jvm_a_processor_runs_once_for_each_invocation_however_many_there_are() throws Exception {
        try (var shared = new SharedStore()) {
            var cache = cache(shared);
            var runs = new AtomicInteger();

            inThreads(8, () -> {
                for (int i = 0; i < 100; i++) {
                    cache.invoke("counter", (entry, arguments) -> {
                        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                        return runs.incrementAndGet();
                    });
                }
            });

            assertThat(cache.get("counter")).isEqualTo(800);
            assertThat(runs).hasValue(800);
        }
    }

    private static void inThreads(int count, Runnable work) throws Exception {
        var threads = Executors.newFixedThreadPool(count);
        try {
            List<? extends Future<?>> done = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(work))
                    .toList();
            for (var each : done) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Cache<String, Integer> cache(SharedStore shared) {
        return shared.manager().createCache("costs", configuration());
    }

    private static Cache<String, Integer> cache(ConcordCachingProvider provider, MemoryServer server) {
        return provider.getCacheManager(URI.create(server.uri()), null).createCache("costs", configuration());
    }

    private static MutableConfiguration<String, Integer> configuration() {
        return new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class);
    }
}
