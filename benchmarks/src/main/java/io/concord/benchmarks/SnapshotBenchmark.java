package io.concord.benchmarks;

import io.concord.server.service.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a large state costs the writes that go on meanwhile: its snapshot, and its way to a follower with an empty disk. */
public final class SnapshotBenchmark {
    private static final int VALUE_BYTES = 100_000;
    private static final long MEGABYTES = Long.getLong("snapshot.megabytes", 1_000);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private SnapshotBenchmark() {}

    /** Arguments: a directory on the disk to use, and the JGroups stack. */
    public static void main(String[] arguments) throws IOException {
        try (var trio = new Trio(Path.of(arguments[0]), Path.of(arguments[1]))) {
            fill(trio);
            report("quiet", trio, () -> {});
            var index = new CompletableFuture<Long>();
            report(
                    "all nodes take a snapshot",
                    trio,
                    () -> trio.leader()
                            .control()
                            .snapshot(Deadline.in(PATIENCE))
                            .thenAccept(index::complete));
            System.out.println("snapshot at " + index.join());
            var begin = System.nanoTime();
            var replaced = trio.replaceFollower();
            report("a follower gets the snapshot", trio, () -> {});
            while (replaced.cluster().status().local().entries() < MEGABYTES * 10) {
                Thread.onSpinWait();
            }
            System.out.printf("the follower had everything after %.1f s%n", (System.nanoTime() - begin) / 1e9);
            var runtime = Runtime.getRuntime();
            System.out.printf(
                    "heap used by three nodes: %,d MB of %,d MB%n",
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20, runtime.maxMemory() >> 20);
        }
    }

    private static void fill(Trio trio) {
        var value = new byte[VALUE_BYTES];
        var count = MEGABYTES * 1_000_000 / VALUE_BYTES;
        for (var i = 0L; i < count; i += 16) {
            var batch = new CompletableFuture<?>[16];
            for (var j = 0; j < batch.length; j++) {
                batch[j] = trio.put(trio.leader(), "big-" + (i + j), value).toCompletableFuture();
            }
            CompletableFuture.allOf(batch).join();
        }
        System.out.printf("%,d entries of %,d bytes%n", count, VALUE_BYTES);
    }

    private static void report(String what, Trio trio, Runnable trouble) {
        var leader = trio.leader();
        trouble.run();
        System.out.printf(
                "%-30s %s%n", what, ClosedLoop.run(4, 20, i -> trio.put(leader, "small-" + i % 1_000, new byte[100])));
    }
}
