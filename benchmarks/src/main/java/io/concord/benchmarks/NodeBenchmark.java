package io.concord.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** Writes and linearizable reads a second of three nodes in one process, by how many are outstanding. */
public final class NodeBenchmark {
    private static final int[] OUTSTANDING = {1, 32, 256};
    private static final long WARM_UP_SECONDS = 5;
    private static final long SECONDS = 8;

    private NodeBenchmark() {}

    /** Arguments: a directory on the disk to use, and the JGroups stack. */
    public static void main(String[] arguments) throws IOException {
        try (var trio = new Trio(Path.of(arguments[0]), Path.of(arguments[1]))) {
            var value = new byte[100];
            ClosedLoop.run(32, WARM_UP_SECONDS, i -> trio.put(trio.leader(), "k" + i % 10_000, value));
            ClosedLoop.run(32, WARM_UP_SECONDS, i -> trio.read(trio.leader()));
            var leader = trio.leader();
            var follower = trio.follower();
            for (var n : OUTSTANDING) {
                print("write, leader", n, ClosedLoop.run(n, SECONDS, i -> trio.put(leader, "k" + i % 10_000, value)));
                print(
                        "write, follower",
                        n,
                        ClosedLoop.run(n, SECONDS, i -> trio.put(follower, "k" + i % 10_000, value)));
                print("read, leader", n, ClosedLoop.run(n, SECONDS, i -> trio.read(leader)));
                print("read, follower", n, ClosedLoop.run(n, SECONDS, i -> trio.read(follower)));
                print("barrier in the log", n, ClosedLoop.run(n, SECONDS, i -> trio.barrier(leader)));
            }
        }
    }

    private static void print(String what, int outstanding, ClosedLoop.Result result) {
        System.out.printf("%-20s %4d outstanding   %s%n", what, outstanding, result);
    }
}
