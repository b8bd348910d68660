package io.concord.server.raft.consensus;

import java.util.ArrayList;
import java.util.List;

/**
 * What a step of the algorithm wants done. The order is part of its safety: first the early messages may leave, then the
 * storage is synced, and only then the late ones leave, because they promise what is on disk.
 */
public final class Outbox {
    /** A read that may be served once this index is applied. */
    public record ReadReady(long id, long index) {}

    /** A member that needs a snapshot, because its entries are no longer in the log. */
    public record SnapshotWanted(String to) {}

    private final List<Envelope> early = new ArrayList<>();
    private final List<Envelope> late = new ArrayList<>();
    private final List<ReadReady> reads = new ArrayList<>();
    private final List<SnapshotWanted> snapshotsWanted = new ArrayList<>();
    private final List<Envelope> chunks = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    void early(Envelope envelope) {
        early.add(envelope);
    }

    void late(Envelope envelope) {
        late.add(envelope);
    }

    void readReady(long id, long index) {
        reads.add(new ReadReady(id, index));
    }

    void snapshotWanted(String to) {
        snapshotsWanted.add(new SnapshotWanted(to));
    }

    void chunk(Envelope envelope) {
        chunks.add(envelope);
    }

    void notice(String text) {
        notices.add(text);
    }

    /** Promise nothing; may leave before the sync. */
    public List<Envelope> takeEarly() {
        return take(early);
    }

    /** May leave only after the sync. */
    public List<Envelope> takeLate() {
        return take(late);
    }

    public List<ReadReady> takeReads() {
        return take(reads);
    }

    public List<SnapshotWanted> takeSnapshotsWanted() {
        return take(snapshotsWanted);
    }

    /** Snapshot chunks and progress of the present term, for whoever moves the files. */
    public List<Envelope> takeChunks() {
        return take(chunks);
    }

    /** For the operator's log. */
    public List<String> takeNotices() {
        return take(notices);
    }

    private static <T> List<T> take(List<T> from) {
        if (from.isEmpty()) {
            return List.of();
        }
        var taken = List.copyOf(from);
        from.clear();
        return taken;
    }
}
