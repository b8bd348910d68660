package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import io.concord.server.raft.consensus.RaftStorage;
import io.concord.server.raft.consensus.SnapshotMark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A storage that does what another does, for those that differ in little. */
class ForwardingStorage implements RaftStorage {
    private final RaftStorage storage;

    ForwardingStorage(RaftStorage storage) {
        this.storage = storage;
    }

    @Override
    public HardState hardState() {
        return storage.hardState();
    }

    @Override
    public void save(HardState state) {
        storage.save(state);
    }

    @Override
    public long firstIndex() {
        return storage.firstIndex();
    }

    @Override
    public long lastIndex() {
        return storage.lastIndex();
    }

    @Override
    public long termAt(long index) {
        return storage.termAt(index);
    }

    @Override
    public long lastTimeMillis() {
        return storage.lastTimeMillis();
    }

    @Override
    public List<Entry> entries(long from, long to, long bytesMax) {
        return storage.entries(from, to, bytesMax);
    }

    @Override
    public void append(List<Entry> entries) {
        storage.append(entries);
    }

    @Override
    public void truncateFrom(long index) {
        storage.truncateFrom(index);
    }

    @Override
    public void sync() {
        storage.sync();
    }

    @Override
    public @Nullable SnapshotMark snapshot() {
        return storage.snapshot();
    }

    @Override
    public void compactTo(long index) {
        storage.compactTo(index);
    }
}
