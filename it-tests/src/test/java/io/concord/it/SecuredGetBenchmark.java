package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LaunchOptions;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures what it costs to know who calls: a GET at 64 connections, each with a token of its own, against the same GET of a
 * node without authentication. Both nodes are alone in their clusters, which leaves the least work around the token, and run
 * with all compilers; they are asked in turns, with tokens of both kinds, so that whatever else the machine does meets both. Not part of the build,
 * because no test should depend on a timing; {@code -Dsecured.rounds=} says how often, by default 12 times.
 */
class SecuredGetBenchmark {
    /** What a secured GET keeps of the throughput of an open one, at least. */
    private static final double SHARE_MIN = 0.85;

    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = Integer.getInteger("secured.rounds", 12);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("secured.warm-up-seconds", 20));
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("secured.seconds", 4));
    private static final String KEY = "benchmark";
    private static final String OPEN = "open";

    private static final LaunchOptions WITHOUT_AUTHENTICATION = LaunchOptions.NONE
            .withEnvironment("CONCORD_AUTH_ENABLED", "false")
            .withEnvironment("MP_JWT_VERIFY_ISSUER", "")
            .withEnvironment("MP_JWT_VERIFY_AUDIENCES", "")
            .withEnvironment("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "");

    /** One way to ask, and what has been measured of it. */
    private record Way(String name, GetLoad load, long pid, List<Double> perSecond, List<Double> cpuMicros) {
        void measure() throws IOException {
            var before = cpu();
            var rate = load.run(ROUND);
            perSecond.add(rate);
            cpuMicros.add((cpu() - before) / 1e3 / (rate * ROUND.toSeconds()));
        }

        private long cpu() {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow()
                    .toNanos();
        }
    }

    @Test
    void a_secured_get_keeps_most_of_the_throughput_of_an_open_one() throws Exception {
        try (var open = Clusters.of(1, "open-get", WITHOUT_AUTHENTICATION);
                var secured = Clusters.of(1, "secured-get", LaunchOptions.NONE)) {
            open.startAllAndAwaitReady(Clusters.START_PATIENCE);
            secured.startAllAndAwaitReady(Clusters.START_PATIENCE);
            try (var openLoad = load(open, Collections.nCopies(CONNECTIONS, ""));
                    var providersLoad = load(secured, tokens(caller -> provided(secured, caller)));
                    var ownLoad = load(secured, tokens(caller -> made(secured, caller)))) {
                compare(List.of(
                        way(OPEN, openLoad, open),
                        way("token of a provider", providersLoad, secured),
                        way("token of Concord's own", ownLoad, secured)));
            }
        }
    }

    private static List<String> tokens(IntFunction<String> maker) {
        return IntStream.range(0, CONNECTIONS)
                .mapToObj(caller -> "Bearer " + maker.apply(caller))
                .toList();
    }

    private static String provided(LocalCluster cluster, int caller) {
        return cluster.tokens().mint("caller-" + caller, TokenGroup.READER, Duration.ofHours(1));
    }

    private static String made(LocalCluster cluster, int caller) {
        try {
            var response = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN)
                    .sendJson(
                            "POST",
                            "/v1/tokens",
                            "{\"name\": \"caller-%d\", \"groups\": [\"concord-reader\"], \"lifetime\": \"1h\"}"
                                    .formatted(caller));
            return Client.json(response).getString("token");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GetLoad load(LocalCluster cluster, List<String> authorizations) throws IOException {
        SharedCluster.client(cluster, "n1", TokenGroup.WRITER).put(KEY, "0123456789".repeat(10));
        return new GetLoad(cluster.endpoint("n1"), "/v1/kv/" + KEY, authorizations);
    }

    private static Way way(String name, GetLoad load, LocalCluster cluster) {
        return new Way(name, load, cluster.pid("n1"), new ArrayList<>(), new ArrayList<>());
    }

    private static void compare(List<Way> ways) throws IOException {
        for (var way : ways) {
            way.load().run(WARM_UP);
        }
        var inTurn = new ArrayList<>(ways);
        for (var round = 0; round < ROUNDS; round++) {
            for (var way : inTurn) {
                way.measure();
            }
            Collections.reverse(inTurn);
        }
        var ratios = new TreeMap<String, Double>();
        for (var way : ways) {
            var shares = IntStream.range(0, ROUNDS)
                    .mapToObj(round ->
                            way.perSecond().get(round) / ways.get(0).perSecond().get(round))
                    .toList();
            System.out.printf(
                    "%-24s %,8.0f/s (%,.0f to %,.0f), %6.1f us of the server's CPU each; share of %s: %.3f (%.3f to %.3f)%n",
                    way.name(),
                    quartile(way.perSecond(), 2),
                    quartile(way.perSecond(), 1),
                    quartile(way.perSecond(), 3),
                    quartile(way.cpuMicros(), 2),
                    OPEN,
                    quartile(shares, 2),
                    quartile(shares, 1),
                    quartile(shares, 3));
            ratios.put(way.name(), quartile(shares, 2));
        }
        assertThat(ratios.entrySet())
                .as("median share of the throughput without authentication")
                .extracting(Map.Entry::getValue)
                .allMatch(share -> share >= SHARE_MIN);
    }

    private static double quartile(List<Double> values, int which) {
        var sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * which / 4));
    }
}
