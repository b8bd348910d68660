package io.concord.it;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.history.Action;
import io.concord.core.history.History;
import io.concord.core.history.Result;
import io.concord.core.model.Precondition;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Clients that read and write a few hot keys, each through its own node, as long as nobody stops them. */
final class ChaosClients implements AutoCloseable {
    static final int KEYS = 10;

    /** The last keys; what they name expires. */
    static final Mortal MORTAL = new Mortal("chaos/mortal/", Duration.ofMillis(700));

    private static final int MORTAL_KEYS = 2;
    private static final int CLIENTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Acks acks = new Acks();
    private final Map<String, Long> revisions = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<Future<?>> running = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    private ChaosClients() {}

    static ChaosClients start(LocalCluster cluster, History history, long seed) {
        var clients = new ChaosClients();
        var token = cluster.tokens().mint("chaos", TokenGroup.WRITER, Duration.ofHours(12));
        for (var i = 0; i < CLIENTS; i++) {
            var name = "client-" + i;
            var random = new Random(seed * CLIENTS + i);
            var nodes = nodesFrom(i, cluster.endpoints());
            var client = new RecordedClient(name, history, token);
            clients.running.add(clients.threads.submit(() -> clients.loop(client, name, random, nodes)));
        }
        return clients;
    }

    static String key(int number) {
        return (number < KEYS - MORTAL_KEYS ? "chaos/" : MORTAL.prefix()) + number;
    }

    Acks acks() {
        return acks;
    }

    /** Stops all clients; fails if one of them failed or hangs. */
    void finish() throws Exception {
        stop.countDown();
        for (var client : running) {
            client.get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        stop.countDown();
        threads.shutdownNow();
    }

    private static List<URI> nodesFrom(int first, List<URI> endpoints) {
        var nodes = new ArrayList<URI>();
        for (var i = 0; i < endpoints.size(); i++) {
            nodes.add(endpoints.get((first + i) % endpoints.size()));
        }
        return nodes;
    }

    private void loop(RecordedClient client, String name, Random random, List<URI> nodes) {
        for (var i = 0; !isStopped(); i++) {
            var key = key(random.nextInt(KEYS));
            var value = name + "-" + i;
            if (MORTAL.isKey(key)) {
                note(key, mortal(client, key, value, random, nodes));
            } else if (random.nextInt(8) == 0) {
                swap(client, key, value, random, nodes.get(0));
            } else {
                var action = draw(random, value, revisions.getOrDefault(key, 0L));
                var isRetried = !(action instanceof Action.Get) && random.nextBoolean();
                note(key, client.call(key, action, isRetried ? nodes : nodes.subList(0, 1)));
            }
        }
    }

    private static Result mortal(RecordedClient client, String key, String value, Random random, List<URI> nodes) {
        return random.nextInt(4) == 0
                ? client.putMortal(key, value, nodes, MORTAL)
                : client.call(key, Action.get(), nodes.subList(0, 1));
    }

    /** With another key that does not expire. */
    private void swap(RecordedClient client, String key, String value, Random random, URI node) {
        var other = key(random.nextInt(KEYS - MORTAL_KEYS));
        if (!other.equals(key)) {
            var keys = List.of(key, other);
            var swap = new Swap(keys.stream()
                    .map(each -> new Swap.Part(each, value, revisions.getOrDefault(each, 0L)))
                    .toList());
            var results = client.swap(swap, node);
            IntStream.range(0, keys.size()).forEach(i -> note(keys.get(i), results.get(i)));
        }
    }

    private static Action draw(Random random, String value, long revision) {
        var unchanged = revision == 0 ? Precondition.absent() : Precondition.revisionIn(revision);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> Action.put(value);
            case 4, 5 -> Action.put(value, unchanged);
            case 6 -> Action.delete();
            case 7 -> Action.delete(unchanged);
            default -> Action.get();
        };
    }

    private void note(String key, Result result) {
        if (result instanceof Result.Written written) {
            acks.add();
            revisions.put(key, written.revision());
        } else if (result instanceof Result.Deleted) {
            acks.add();
            revisions.put(key, 0L);
        } else if (result instanceof Result.Found found) {
            revisions.put(key, found.revision());
        } else if (result instanceof Result.PreconditionFailed failed) {
            revisions.put(key, failed.entryRevision());
        }
    }

    /** Asks, and takes a breath: the servers share the machine. */
    private boolean isStopped() {
        try {
            return stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
