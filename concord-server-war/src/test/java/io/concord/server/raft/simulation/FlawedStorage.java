package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import io.concord.server.raft.consensus.RaftStorage;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Storages with one fault each, for tests of the tests. */
final class FlawedStorage {
    /** The term is gone after a restart, but for that of the last entry. */
    static final UnaryOperator<RaftStorage> FORGETS_TERM = storage -> new ForwardingStorage(storage) {
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
    static final UnaryOperator<RaftStorage> KEEPS_CONFLICTS = storage -> new ForwardingStorage(storage) {
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

    private FlawedStorage() {}
}
