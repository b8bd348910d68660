package io.concord.benchmarks;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.raft.storage.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Appends and syncs batches of entries, and writes and forces as many bytes to a plain file beside it, in turns, so that both
 * meet the same disk. Prints entries a second of both, medians of the rounds.
 */
public final class LogBenchmark {
    private static final int[] ENTRY_BYTES = {100, 1_024};
    private static final int[] BATCHES = {1, 8, 64, 512};
    private static final int ROUNDS = 9;
    private static final long ROUND_NANOS = 400_000_000L;

    /** Bytes of a record without its data, so that the plain file gets as many. */
    private static final int RECORD_HEAD_BYTES = 41;

    /** Writes one batch and has it on disk. */
    private interface Batch {
        void run() throws IOException;
    }

    private LogBenchmark() {}

    /**
     * Measures and prints.
     *
     * @param arguments a directory on the disk to measure; the current one if there is none
     */
    public static void main(String[] arguments) throws IOException {
        var parent = Path.of(arguments.length > 0 ? arguments[0] : ".");
        var directory =
                Files.createTempDirectory(Files.createDirectories(parent).toAbsolutePath(), "log-benchmark");
        try {
            System.out.println("entry bytes | batch | log entries/s | plain entries/s | log/plain");
            for (var bytes : ENTRY_BYTES) {
                for (var batch : BATCHES) {
                    measure(directory.resolve(bytes + "-" + batch), bytes, batch);
                }
            }
        } finally {
            delete(directory);
        }
    }

    private static void measure(Path directory, int entryBytes, int batch) throws IOException {
        var origin = new DurableStorage.Origin("benchmark", new UUID(0, 0), true);
        try (var storage = DurableStorage.open(new FileDisk(directory), origin, DurableStorage.Options.DEFAULT);
                var plain = FileChannel.open(
                        directory.resolve("plain"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var data = new byte[entryBytes];
            var bytes = ByteBuffer.allocateDirect(batch * (entryBytes + RECORD_HEAD_BYTES));
            var ratios = new ArrayList<double[]>();
            for (var round = -1; round < ROUNDS; round++) {
                var ofLog = perSecond(batch, () -> append(storage, data, batch));
                var ofPlain = perSecond(batch, () -> write(plain, bytes));
                if (round >= 0) {
                    ratios.add(new double[] {ofLog, ofPlain, ofLog / ofPlain});
                }
            }
            System.out.printf(
                    "%11d | %5d | %13.0f | %15.0f | %8.0f %%%n",
                    entryBytes, batch, median(ratios, 0), median(ratios, 1), 100 * median(ratios, 2));
        }
    }

    private static void append(DurableStorage storage, byte[] data, int batch) {
        var first = storage.lastIndex() + 1;
        var entries = new ArrayList<Entry>(batch);
        for (var i = 0; i < batch; i++) {
            entries.add(new Entry(first + i, 1, first + i, Entry.Kind.COMMAND, data));
        }
        storage.append(entries);
        storage.sync();
    }

    private static void write(FileChannel plain, ByteBuffer bytes) throws IOException {
        bytes.clear();
        while (bytes.hasRemaining()) {
            plain.write(bytes);
        }
        plain.force(false);
    }

    private static double perSecond(int batch, Batch job) throws IOException {
        var start = System.nanoTime();
        var entries = 0L;
        var elapsed = 0L;
        while (elapsed < ROUND_NANOS) {
            job.run();
            entries += batch;
            elapsed = System.nanoTime() - start;
        }
        return entries * 1e9 / elapsed;
    }

    private static double median(List<double[]> rounds, int column) {
        return rounds.stream()
                .mapToDouble(round -> round[column])
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
