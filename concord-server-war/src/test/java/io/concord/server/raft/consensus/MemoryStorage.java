package io.concord.server.raft.consensus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log in memory, for tests of the algorithm alone. */
final class MemoryStorage implements RaftStorage {
    private final List<Entry> entries = new ArrayList<>();
    private HardState hardState = HardState.INITIAL;
    private @Nullable SnapshotMark snapshot;

    @Override
    public HardState hardState() {
        return hardState;
    }

    @Override
    public void save(HardState state) {
        hardState = state;
    }

    @Override
    public long firstIndex() {
        return entries.isEmpty() ? lastIndex() + 1 : entries.get(0).index();
    }

    @Override
    public long lastIndex() {
        if (!entries.isEmpty()) {
            return entries.get(entries.size() - 1).index();
        }
        return snapshot == null ? 0 : snapshot.index();
    }

    @Override
    public long termAt(long index) {
        if (snapshot != null && snapshot.index() == index) {
            return snapshot.term();
        }
        if (index == 0) {
            return 0;
        }
        return index < firstIndex() || index > lastIndex()
                ? -1
                : entries.get((int) (index - firstIndex())).term();
    }

    @Override
    public long lastTimeMillis() {
        if (!entries.isEmpty()) {
            return entries.get(entries.size() - 1).timeMillis();
        }
        return snapshot == null ? 0 : snapshot.timeMillis();
    }

    @Override
    public List<Entry> entries(long from, long to, long bytesMax) {
        var taken = new ArrayList<Entry>();
        var bytes = 0L;
        for (var entry : entries) {
            if (entry.index() >= from
                    && entry.index() <= to
                    && (taken.isEmpty() || bytes + entry.bytes() <= bytesMax)) {
                taken.add(entry);
                bytes += entry.bytes();
            }
        }
        return taken;
    }

    @Override
    public void append(List<Entry> added) {
        entries.addAll(added);
    }

    @Override
    public void truncateFrom(long index) {
        entries.removeIf(entry -> entry.index() >= index);
    }

    @Override
    public void sync() {
        // Memory.
    }

    @Override
    public @Nullable SnapshotMark snapshot() {
        return snapshot;
    }

    @Override
    public void compactTo(long index) {
        entries.removeIf(entry -> entry.index() <= index);
    }

    /** As if this snapshot had been installed. */
    void install(SnapshotMark mark) {
        snapshot = mark;
        compactTo(mark.index());
    }
}
