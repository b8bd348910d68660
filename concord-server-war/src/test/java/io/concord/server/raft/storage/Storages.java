package io.concord.server.raft.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What the tests of the storage share. */
final class Storages {
    static final UUID INCARNATION = new UUID(1, 2);
    static final UUID CLUSTER = new UUID(3, 4);
    static final DurableStorage.Origin ALICE = new DurableStorage.Origin("alice", INCARNATION, true);

    /** Three entries of the size that {@link #entry} makes, and no more, go into a segment. */
    static final DurableStorage.Options SMALL = new DurableStorage.Options(212, 1_000, nanos -> {});

    private Storages() {}

    /** The first draws of generators with neighbouring seeds are nearly the same; not so these. */
    static Random random(long seed) {
        return new Random(seed * 0x9e3779b97f4a7c15L);
    }

    static DurableStorage open(Disk disk) throws IOException {
        return DurableStorage.open(disk, ALICE, SMALL);
    }

    static Entry entry(long index, long term) {
        return new Entry(
                index,
                term,
                timeMillis(index, term),
                Entry.Kind.COMMAND,
                String.format("put %012d", index).getBytes(UTF_8));
    }

    /** Another one for each entry. */
    static long timeMillis(long index, long term) {
        return 10 * index + term;
    }

    static SnapshotMark mark(long index, long term) {
        return new SnapshotMark(index, term, timeMillis(index, term), "alice,bob,carol".getBytes(UTF_8));
    }

    /** Appends and syncs entries of a term. */
    static void append(DurableStorage storage, long from, long to, long term) {
        for (var index = from; index <= to; index++) {
            storage.append(List.of(entry(index, term)));
        }
        storage.sync();
    }

    /** Makes and installs a snapshot of what there is at an index. */
    static void snapshot(DurableStorage storage, long index, String content) throws IOException {
        var sink = storage.beginSnapshot(mark(index, storage.termAt(index)));
        sink.stream().write(content.getBytes(UTF_8));
        sink.finish();
        storage.install(sink);
    }

    /** The snapshot file of another member. */
    static byte[] snapshotFile(long index, long term, String content) throws IOException {
        var disk = new FakeDisk();
        var sink = new SnapshotSink(disk, mark(index, term));
        sink.stream().write(content.getBytes(UTF_8));
        sink.finish();
        return disk.bytes(sink.temporaryName());
    }

    /** Receives a file in pieces. */
    static SnapshotReceiver receive(DurableStorage storage, byte[] file, int pieceBytes) throws IOException {
        var receiver = storage.beginReceiving();
        for (var at = 0; at < file.length; at += pieceBytes) {
            receiver.write(at, Arrays.copyOfRange(file, at, Math.min(file.length, at + pieceBytes)));
        }
        receiver.complete();
        return receiver;
    }

    static String content(DurableStorage storage) throws IOException {
        try (var source = storage.openSnapshot();
                var in = source.content()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
