package io.concord.core.history;

import io.concord.core.model.Precondition;
import org.jspecify.annotations.Nullable;

/**
 * One key between two steps of a search.
 *
 * @param value a number that stands for the value, or {@link #ABSENT}
 * @param revision that last wrote the entry; 0 where there is none, {@link #OPEN} while nobody has told
 * @param floor the least that the last revision of this key can be
 * @param observed false after a write of unknown outcome whose effect no step has needed yet
 */
record State(int value, long revision, long floor, boolean observed) {
    /** Stands for no value. */
    static final int ABSENT = 0;

    /** Stands for all values that no read returned. */
    static final int UNREAD = 1;

    static final long OPEN = -1;

    static final State INITIAL = new State(ABSENT, 0, 0, true);

    boolean isPresent() {
        return value != ABSENT;
    }

    boolean isOpen() {
        return revision == OPEN;
    }

    /** This state after somebody saw the entry with a revision; null if that cannot be. */
    @Nullable State seen(long entryRevision, long storeRevision) {
        var possible = isPresent()
                && (isOpen() ? entryRevision >= floor : entryRevision == revision)
                && (storeRevision == 0 || entryRevision <= storeRevision);
        return possible ? new State(value, entryRevision, entryRevision, true) : null;
    }

    /** This state after somebody saw that there is no entry; null if that cannot be. */
    @Nullable State seenAbsent(long storeRevision) {
        var possible = !isPresent() && (storeRevision == 0 || floor <= storeRevision);
        return possible ? new State(value, revision, floor, true) : null;
    }

    /** The least floor with which the precondition holds here; -1 if it cannot hold. */
    long admit(Precondition precondition) {
        return precondition.accept(new Admission(this));
    }

    /** The state of a key whose entry is of this revision, 0 for absent, as far as preconditions can tell. */
    static State of(long entryRevision) {
        return new State(entryRevision == 0 ? ABSENT : UNREAD, entryRevision, entryRevision, true);
    }

    private record Admission(State state) implements Precondition.Handler<Long> {
        @Override
        public Long none(Precondition.None none) {
            return state.floor;
        }

        @Override
        public Long absent(Precondition.Absent absent) {
            return state.isPresent() ? -1 : state.floor;
        }

        @Override
        public Long present(Precondition.Present present) {
            return state.isPresent() ? state.floor : -1;
        }

        @Override
        public Long revisionIn(Precondition.RevisionIn revisionIn) {
            if (!state.isPresent()) {
                return -1L;
            }
            if (!state.isOpen()) {
                return revisionIn.revisions().contains(state.revision) ? state.floor : -1;
            }
            var possible = revisionIn.revisions().tailSet(state.floor);
            return possible.isEmpty() ? -1 : possible.first();
        }
    }
}
