package io.concord.benchmarks;

import java.util.Arrays;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/**
 * Operations a second of a JCache cache on a running cluster, by how many callers there are: puts, gets, and nine gets to a
 * put; without a near cache and with one. The cluster is the one that the client finds by itself: run {@code bin/concord dev},
 * and set what {@code bin/concord env} prints.
 */
public final class CacheBenchmark {
    private static final int[] CALLERS = Arrays.stream(
                    System.getProperty("benchmark.callers", "1,16,64,256").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();
    private static final String[] NEAR =
            System.getProperty("benchmark.near", "off,validated,bounded").split(",");
    private static final int KEYS = 10_000;
    private static final long WARM_UP_SECONDS = Long.getLong("benchmark.warm-up-seconds", 10);
    private static final long SECONDS = Long.getLong("benchmark.seconds", 6);

    /** About a hundred bytes. */
    private static final String VALUE = "0123456789".repeat(10);

    private final Cache<String, String> cache;

    private CacheBenchmark(Cache<String, String> cache) {
        this.cache = cache;
    }

    /** Takes no arguments; those that it is given are for other benchmarks. */
    public static void main(String[] arguments) {
        for (var near : NEAR) {
            var properties = new Properties();
            properties.setProperty("concord.client.near-cache", near);
            try (var provider = Caching.getCachingProvider();
                    var manager = provider.getCacheManager(provider.getDefaultURI(), null, properties);
                    var cache = manager.createCache(
                            "benchmark",
                            new MutableConfiguration<String, String>().setTypes(String.class, String.class))) {
                new CacheBenchmark(cache).run("near cache " + near);
                manager.destroyCache("benchmark");
            }
        }
    }

    private void run(String near) {
        Callers.run(64, WARM_UP_SECONDS, this::put);
        Callers.run(64, WARM_UP_SECONDS, this::get);
        for (var callers : CALLERS) {
            print(near, "put", callers, Callers.run(callers, SECONDS, this::put));
            print(near, "get", callers, Callers.run(callers, SECONDS, this::get));
            print(near, "90/10", callers, Callers.run(callers, SECONDS, this::mixed));
        }
    }

    private void put(int caller, int number) {
        cache.put(key(caller, number), VALUE);
    }

    private void get(int caller, int number) {
        cache.get(key(caller, number));
    }

    private void mixed(int caller, int number) {
        if (number % 10 == 0) {
            put(caller, number);
        } else {
            get(caller, number);
        }
    }

    private static String key(int caller, int number) {
        return "k" + (caller * 7_919 + number) % KEYS;
    }

    private static void print(String near, String what, int callers, ClosedLoop.Result result) {
        System.out.printf(
                "%-22s %-6s %4d callers   %,9.0f/s   p50 %,7.2f ms   p99 %,7.2f ms%n",
                near, what, callers, result.perSecond(), result.p50Micros() / 1e3, result.p99Micros() / 1e3);
    }
}
