package io.concord.core.command;

import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import java.util.Optional;

/** An operation on entries, which may also stand in a transaction. */
public sealed interface Step extends Operation {
    /** The one entry that it writes; empty where it writes none or a range. */
    default Optional<EntryName> written() {
        return Optional.empty();
    }

    <R> R acceptStep(Handler<R> handler);

    @Override
    default <R> R accept(Operation.Handler<R> handler) {
        return acceptStep(handler);
    }

    /**
     * Creates or replaces an entry.
     *
     * @param returning whether the outcome carries the entry that was there before, also where the precondition fails
     * @param tags all that the entry has from then on, none of those before
     */
    record Put(EntryName at, Value value, Precondition precondition, Expiry expiry, boolean returning, Tags tags)
            implements Step {
        /** One without tags. */
        public Put(EntryName at, Value value, Precondition precondition, Expiry expiry, boolean returning) {
            this(at, value, precondition, expiry, returning, Tags.NONE);
        }

        @Override
        public <R> R acceptStep(Handler<R> handler) {
            return handler.put(this);
        }

        @Override
        public Optional<EntryName> written() {
            return Optional.of(at);
        }
    }

    /** Removes an entry if there is one; {@code returning} as in {@link Put}. */
    record Delete(EntryName at, Precondition precondition, boolean returning) implements Step {
        @Override
        public <R> R acceptStep(Handler<R> handler) {
            return handler.delete(this);
        }

        @Override
        public Optional<EntryName> written() {
            return Optional.of(at);
        }
    }

    /** Gives an entry another lifetime and changes nothing else of it, neither its tags nor its revision. */
    record Touch(EntryName at, Precondition precondition, Expiry expiry) implements Step {
        @Override
        public <R> R acceptStep(Handler<R> handler) {
            return handler.touch(this);
        }

        @Override
        public Optional<EntryName> written() {
            return Optional.of(at);
        }
    }

    /**
     * Adds to an entry whose value is a decimal number of 64 bits and which keeps its tags; an absent one is created.
     *
     * @param initial what an absent entry counts as before the addition
     */
    record Increment(EntryName at, long delta, long initial, Expiry expiry) implements Step {
        @Override
        public <R> R acceptStep(Handler<R> handler) {
            return handler.increment(this);
        }

        @Override
        public Optional<EntryName> written() {
            return Optional.of(at);
        }
    }

    /** Reads an entry. */
    record Get(EntryName at) implements Step {
        @Override
        public <R> R acceptStep(Handler<R> handler) {
            return handler.get(this);
        }
    }

    /** Reads the first entries of a range. */
    record Range(Namespace namespace, KeyRange keys, int limit) implements Step {
        public Range {
            if (limit < 1 || limit > Limits.RANGE_ENTRIES_MAX) {
                throw new InvalidValueException(
                        "limit of a range is " + limit + "; it lies between 1 and " + Limits.RANGE_ENTRIES_MAX);
            }
        }

        @Override
        public <R> R acceptStep(Handler<R> handler) {
            return handler.range(this);
        }
    }

    /**
     * Removes all entries of a range.
     *
     * @param quiet what its events say of themselves: that listeners of a cache are not to hear of them
     */
    record DeleteRange(Namespace namespace, KeyRange keys, boolean quiet) implements Step {
        @Override
        public <R> R acceptStep(Handler<R> handler) {
            return handler.deleteRange(this);
        }
    }

    /**
     * Removes all entries that have a tag.
     *
     * @param namespace the one in which; all of them where none is said
     * @param quiet as in {@link DeleteRange}
     */
    record DeleteTagged(Tag tag, Optional<Namespace> namespace, boolean quiet) implements Step {
        @Override
        public <R> R acceptStep(Handler<R> handler) {
            return handler.deleteTagged(this);
        }
    }

    /** One method for each step. */
    interface Handler<R> {
        R put(Put put);

        R delete(Delete delete);

        R touch(Touch touch);

        R increment(Increment increment);

        R get(Get get);

        R range(Range range);

        R deleteRange(DeleteRange deleteRange);

        R deleteTagged(DeleteTagged deleteTagged);
    }
}
