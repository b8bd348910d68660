package io.concord.core.history;

import io.concord.core.model.Precondition;
import org.jspecify.annotations.Nullable;

/** An operation as the search plays it: a function from a state of its key to the next. */
sealed interface Step {
    Operation operation();

    /** The last moment at which it can take effect. */
    long returned();

    /** The revision that it wrote or saw on its key; 0 for absent or not known. */
    long entryRevision();

    /** The revision of the store that must have been reached when it took effect. */
    long position();

    /** Whether its answer depends on the state before it. */
    boolean observes();

    /** The state after it; null where its answer does not fit the state. */
    @Nullable State after(State state);

    default long invoked() {
        return operation().invoked();
    }

    /** Changes nothing: a read, or a write that came to nothing. Without a revision it saw nothing. */
    record Observation(Operation operation, int value, long entryRevision, long storeRevision) implements Step {
        /** Fits any value: the answer told only the revision. */
        static final int ANY = -1;

        @Override
        public long returned() {
            return operation.returned();
        }

        @Override
        public long position() {
            return Math.max(entryRevision, storeRevision);
        }

        @Override
        public boolean observes() {
            return true;
        }

        @Override
        public @Nullable State after(State state) {
            if (value == State.ABSENT) {
                return state.seenAbsent(storeRevision);
            }
            return value == ANY || value == state.value() ? state.seen(entryRevision, storeRevision) : null;
        }
    }

    /**
     * Changes the entry.
     *
     * @param value what it puts, or {@link State#ABSENT} where it deletes
     * @param entryRevision its revision, 0 while nobody knows whether it happened
     * @param needsEntry whether it does nothing where there is no entry
     */
    record Write(
            Operation operation,
            int value,
            long entryRevision,
            Precondition precondition,
            boolean needsEntry,
            long returned)
            implements Step {
        Write applied(long revision) {
            return new Write(operation, value, revision, precondition, needsEntry, returned);
        }

        @Override
        public long position() {
            return entryRevision;
        }

        @Override
        public boolean observes() {
            return needsEntry || !(precondition instanceof Precondition.None);
        }

        @Override
        public @Nullable State after(State state) {
            var admitted = state.admit(precondition);
            if (admitted < 0 || (needsEntry && !state.isPresent())) {
                return null;
            }
            var deletes = value == State.ABSENT;
            if (entryRevision == 0) {
                return new State(value, deletes ? 0 : State.OPEN, admitted + 1, false);
            }
            return entryRevision > admitted ? new State(value, deletes ? 0 : entryRevision, entryRevision, true) : null;
        }

        /** Whether it can take the place of another in every order. */
        boolean isLike(Write other) {
            return value == other.value && precondition.equals(other.precondition);
        }
    }
}
