package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import io.concord.server.raft.consensus.RaftStorage;
import io.concord.server.raft.consensus.SnapshotMark;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Storages with one fault each, for tests of the tests. */
class FlawedStorage implements RaftStorage {
    /** The term is gone after a restart, but for that of the last entry. */
    static final UnaryOperator<RaftStorage> FORGETS_TERM = storage -> new FlawedStorage(storage) {
        private @Nullable HardState saved;

        @Override
        public HardState hardState() {
            return saved == null ? new HardState(Math.max(0, termAt(lastIndex())), null) : saved;
        }

        @Override
        public void save(HardState state) {
            saved = state;
            if (state.term() >= super.hardState().term()) {
                super.save(state);
            }
        }
    };

    /** What a leader replaces stays. */
    static final UnaryOperator<RaftStorage> KEEPS_CONFLICTS = storage -> new FlawedStorage(storage) {
        @Override
        public void truncateFrom(long index) {
            // The fault.
        }

        @Override
        public void append(List<Entry> entries) {
            var next = lastIndex() + 1;
            var missing =
                    entries.stream().filter(entry -> entry.index() >= next).toList();
            if (!missing.isEmpty()) {
                super.append(missing);
            }
        }
    };

    private final RaftStorage sound;

    FlawedStorage(RaftStorage sound) {
        this.sound = sound;
    }

    @Override
    public HardState hardState() {
        return sound.hardState();
    }

    @Override
    public void save(HardState state) {
        sound.save(state);
    }

    @Override
    public long firstIndex() {
        return sound.firstIndex();
    }

    @Override
    public long lastIndex() {
        return sound.lastIndex();
    }

    @Override
    public long termAt(long index) {
        return sound.termAt(index);
    }

    @Override
    public List<Entry> entries(long from, long to, long bytesMax) {
        return sound.entries(from, to, bytesMax);
    }

    @Override
    public void append(List<Entry> entries) {
        sound.append(entries);
    }

    @Override
    public void truncateFrom(long index) {
        sound.truncateFrom(index);
    }

    @Override
    public void sync() {
        sound.sync();
    }

    @Override
    public @Nullable SnapshotMark snapshot() {
        return sound.snapshot();
    }

    @Override
    public void compactTo(long index) {
        sound.compactTo(index);
    }
}
