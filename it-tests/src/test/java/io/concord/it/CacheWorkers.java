package io.concord.it;

import static org.awaitility.Awaitility.await;

import io.concord.it.cache.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/** Applications in JVMs of their own that use one cache at the same time, and what they have said of it. */
final class CacheWorkers implements AutoCloseable {
    private static final int LINES_EACH_PHASE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<WorkerProcess> all = new ArrayList<>();

    void add(WorkerProcess worker) {
        all.add(worker);
    }

    /** Waits until each has begun. */
    void awaitReady() {
        await().atMost(PATIENCE).until(() -> all.stream().allMatch(worker -> worker.count() > 0));
    }

    /** Waits until each has done some more. */
    void awaitMore() {
        var goals =
                all.stream().map(worker -> worker.count() + LINES_EACH_PHASE).toList();
        await().atMost(PATIENCE)
                .until(() ->
                        IntStream.range(0, all.size()).allMatch(i -> all.get(i).count() >= goals.get(i)));
    }

    /** Lets them finish what they do; returns everything that they have said. */
    List<String> finish() throws IOException, InterruptedException {
        for (var worker : all) {
            worker.finish();
        }
        return all.stream().flatMap(worker -> worker.lines().stream()).toList();
    }

    /** Lines about calls that did not serve. */
    static List<String> failures(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("failed ")).toList();
    }

    /** How often each line was said. */
    static Map<String, Integer> counted(List<String> lines) {
        return lines.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.summingInt(line -> 1)));
    }

    /** What counters have come to. */
    static Map<String, Integer> counters(URI uri, String token, String cacheName) {
        var properties = new Properties();
        properties.setProperty("concord.client.token", token);
        try (var provider = Caching.getCachingProvider();
                var manager = provider.getCacheManager(uri, null, properties);
                var cache = manager.createCache(
                        cacheName, new MutableConfiguration<String, String>().setTypes(String.class, String.class))) {
            var values = new HashMap<String, Integer>();
            cache.forEach(entry -> values.put(entry.getKey(), Integer.valueOf(entry.getValue())));
            return values;
        }
    }

    /** Of servers behind ports of this machine. */
    static URI uri(List<Integer> ports) {
        return URI.create("concord+http://"
                + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")) + "/");
    }

    @Override
    public void close() {
        all.forEach(WorkerProcess::close);
    }
}
