package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The files byte by byte, in src/test/resources/golden; {@code -Drewrite=true} replaces them. Once released, they never
 * change: a new format gets a new version and a new file beside it.
 */
class GoldenTest {
    private static final int LINE_BYTES = 32;

    private final FakeDisk disk = new FakeDisk();

    @Test
    void log_segment() throws IOException {
        try (var storage = DurableStorage.open(disk, Storages.ALICE, DurableStorage.Options.DEFAULT)) {
            storage.append(List.of(new Entry(1, 1, 0, Entry.Kind.NOOP, new byte[0]), Storages.entry(2, 1)));
            storage.sync();
            storage.append(List.of(
                    new Entry(3, 2, 1_000, Entry.Kind.MEMBERSHIP, new byte[] {1, 2, 3}),
                    new Entry(4, 2, 1_000, Entry.Kind.CHECKPOINT, new byte[0])));
        }

        compare("log-v2", disk.bytes(Segment.name(1)));
    }

    @Test
    void vote() throws IOException {
        try (var storage = Storages.open(disk)) {
            storage.save(new HardState(7, "bob"));
        }

        var bytes = disk.bytes("vote");
        var slot = Arrays.copyOf(bytes, bytes.length - VoteFile.SLOT_BYTES);
        assertThat(Arrays.copyOfRange(bytes, VoteFile.SLOT_BYTES, bytes.length)).isEqualTo(slot);
        compare("vote-v1", slot);
    }

    @Test
    void vote_for_nobody() throws IOException {
        Storages.open(disk).close();

        var bytes = disk.bytes("vote");
        compare("vote-v1-initial", Arrays.copyOf(bytes, bytes.length - VoteFile.SLOT_BYTES));
    }

    @Test
    void identity() throws IOException {
        Storages.open(disk).close();

        compare("identity-v1", disk.bytes("identity"));
    }

    @Test
    void identity_in_a_cluster() throws IOException {
        try (var storage = Storages.open(disk)) {
            storage.adoptCluster(Storages.CLUSTER);
        }

        compare("identity-v1-cluster", disk.bytes("identity"));
    }

    @Test
    void mark() throws IOException {
        try (var storage = Storages.open(disk)) {
            Storages.append(storage, 1, 5, 1);
        }

        compare("mark-v1", disk.bytes("mark"));
    }

    @Test
    void snapshot() throws IOException {
        compare("snapshot-file-v2", Storages.snapshotFile(9, 4, "the state"));
    }

    private static void compare(String name, byte[] actual) throws IOException {
        var file = Path.of("src", "test", "resources", "golden", name + ".hex");
        var hex = IntStream.iterate(0, at -> at < actual.length, at -> at + LINE_BYTES)
                .mapToObj(at -> HexFormat.of().formatHex(actual, at, Math.min(at + LINE_BYTES, actual.length)) + "\n")
                .collect(Collectors.joining());
        if (Boolean.getBoolean("rewrite")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, hex);
        }
        assertThat(hex).as(file.toString()).isEqualTo(Files.readString(file));
    }
}
