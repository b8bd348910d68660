package io.concord.core.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must be true of an entry for a write to happen, decided where and when the write is applied. */
public sealed interface Precondition {

    /** Tells whether it holds of what was last written by that revision; 0 where there is nothing. */
    boolean holdsAt(long revision);

    /** Tells whether it holds of the current entry, which is null where the key is absent. */
    default boolean holds(@Nullable Entry current) {
        return holdsAt(current == null ? 0 : current.revision());
    }

    <R> R accept(Handler<R> handler);

    static Precondition none() {
        return None.INSTANCE;
    }

    static Precondition absent() {
        return Absent.INSTANCE;
    }

    static Precondition present() {
        return Present.INSTANCE;
    }

    static Precondition revisionIn(long... revisions) {
        return new RevisionIn(new TreeSet<>(Arrays.stream(revisions).boxed().toList()));
    }

    /** Always holds. */
    record None() implements Precondition {
        private static final None INSTANCE = new None();

        @Override
        public boolean holdsAt(long revision) {
            return true;
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.none(this);
        }
    }

    /** Holds where the key has no entry. */
    record Absent() implements Precondition {
        private static final Absent INSTANCE = new Absent();

        @Override
        public boolean holdsAt(long revision) {
            return revision == 0;
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.absent(this);
        }
    }

    /** Holds where the key has an entry. */
    record Present() implements Precondition {
        private static final Present INSTANCE = new Present();

        @Override
        public boolean holdsAt(long revision) {
            return revision != 0;
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.present(this);
        }
    }

    /** Holds where the entry was last written by one of at most 64 revisions; an empty set never holds. */
    record RevisionIn(SortedSet<Long> revisions) implements Precondition {

        public RevisionIn {
            // Justification: as a Collection, because the copy of a SortedSet would keep a foreign order.
            revisions = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<Long>) revisions));
            if (revisions.size() > Limits.PRECONDITION_REVISIONS_MAX) {
                throw new InvalidValueException("precondition has " + revisions.size() + " revisions; the limit is "
                        + Limits.PRECONDITION_REVISIONS_MAX);
            }
            if (!revisions.isEmpty() && revisions.first() < 1) {
                throw new InvalidValueException(
                        "precondition has the revision " + revisions.first() + "; the first is 1");
            }
        }

        @Override
        public boolean holdsAt(long revision) {
            return revisions.contains(revision);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.revisionIn(this);
        }
    }

    /** One method for each kind of precondition. */
    interface Handler<R> {
        R none(None none);

        R absent(Absent absent);

        R present(Present present);

        R revisionIn(RevisionIn revisionIn);
    }
}
