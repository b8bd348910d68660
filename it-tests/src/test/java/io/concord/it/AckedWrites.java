package io.concord.it;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writers that put one new key after the other, each through its own node, and remember what was acknowledged. One that
 * gets no clear answer moves on: its key may or may not be there.
 */
final class AckedWrites implements AutoCloseable {
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger doubtful = new AtomicInteger();
    private final ExecutorService threads;
    private volatile boolean stopping;

    private AckedWrites(int writers) {
        this.threads = Executors.newFixedThreadPool(writers);
    }

    /** Two writers for each of the nodes named. */
    static AckedWrites start(LocalCluster cluster, String run, List<String> nodeIds) {
        var writes = new AckedWrites(nodeIds.size() * 2);
        for (var nodeId : nodeIds) {
            for (var writer = 0; writer < 2; writer++) {
                var client = SharedCluster.client(cluster, nodeId, TokenGroup.WRITER);
                var prefix = run + "/" + nodeId + "/" + writer + "/";
                writes.threads.execute(() -> writes.write(client, prefix));
            }
        }
        return writes;
    }

    int count() {
        return acknowledged.size();
    }

    /** Answers that left the outcome open, and connections that broke. */
    int doubtful() {
        return doubtful.get();
    }

    /** Stops writing; returns everything that was acknowledged, by key. */
    Map<String, String> finish() {
        stop();
        return Map.copyOf(acknowledged);
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        stopping = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a writer hangs: no answer within its timeout");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Client client, String prefix) {
        for (var i = 0; !stopping; i++) {
            var key = prefix + i;
            try {
                var status = client.put(key, "value of " + key).statusCode();
                if (status == 201) {
                    acknowledged.put(key, "value of " + key);
                } else {
                    doubtful.incrementAndGet();
                }
            } catch (IOException e) {
                doubtful.incrementAndGet();
                pauseBriefly();
            }
        }
    }

    /** The node is down; a loop that only fails to connect would take the processor from the others. */
    private static void pauseBriefly() {
        try {
            if (new CountDownLatch(1).await(Duration.ofMillis(50).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
