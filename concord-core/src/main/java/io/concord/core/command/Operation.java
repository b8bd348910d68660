package io.concord.core.command;

import io.concord.core.model.Comparison;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.TokenSelector;
import io.concord.core.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a write asks the store to do, whoever asks for it and whenever. */
public sealed interface Operation {

    <R> R accept(Handler<R> handler);

    /** An operation on entries, which may also stand in a transaction. */
    sealed interface Step extends Operation {
        /** The one entry that it writes; empty where it writes none or a range. */
        default Optional<EntryName> written() {
            return Optional.empty();
        }

        <R> R acceptStep(StepHandler<R> handler);

        @Override
        default <R> R accept(Handler<R> handler) {
            return acceptStep(handler);
        }
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
        public <R> R acceptStep(StepHandler<R> handler) {
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
        public <R> R acceptStep(StepHandler<R> handler) {
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
        public <R> R acceptStep(StepHandler<R> handler) {
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
        public <R> R acceptStep(StepHandler<R> handler) {
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
        public <R> R acceptStep(StepHandler<R> handler) {
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
        public <R> R acceptStep(StepHandler<R> handler) {
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
        public <R> R acceptStep(StepHandler<R> handler) {
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
        public <R> R acceptStep(StepHandler<R> handler) {
            return handler.deleteTagged(this);
        }
    }

    /** If all comparisons hold, takes all steps of one branch, otherwise those of the other: all of them or none. */
    record Transaction(List<Comparison> comparisons, List<Step> then, List<Step> otherwise) implements Operation {
        public Transaction {
            comparisons = List.copyOf(comparisons);
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
            requireSize("comparisons", comparisons);
            requireSize("steps in 'then'", then);
            requireSize("steps in 'else'", otherwise);
            requireEachOnce(then);
            requireEachOnce(otherwise);
        }

        /** One commit gives an entry one revision, so that a second write to it would be lost from sight. */
        private static void requireEachOnce(List<Step> steps) {
            var written = new TreeSet<EntryName>();
            for (var step : steps) {
                step.written().filter(name -> !written.add(name)).ifPresent(name -> {
                    throw new InvalidValueException("transaction writes '" + name + "' more than once");
                });
            }
        }

        /** Whether it changes nothing, whatever comes of its comparisons. */
        public boolean isReadOnly() {
            return Stream.concat(then.stream(), otherwise.stream())
                    .allMatch(step -> step instanceof Get || step instanceof Range);
        }

        private static void requireSize(String what, List<?> list) {
            if (list.size() > Limits.TRANSACTION_STEPS_MAX) {
                throw new InvalidValueException("transaction has " + list.size() + " " + what + "; the limit is "
                        + Limits.TRANSACTION_STEPS_MAX);
            }
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.transaction(this);
        }
    }

    /**
     * Makes a namespace, or joins the one that is there.
     *
     * @param settings for it; where there are none, an existing namespace keeps its own
     * @param mustBeNew whether an existing namespace is a refusal
     */
    record CreateNamespace(Namespace namespace, Optional<NamespaceSettings> settings, boolean mustBeNew)
            implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.createNamespace(this);
        }
    }

    /** Removes a namespace with its entries; never the default one. */
    record DestroyNamespace(Namespace namespace) implements Operation {
        public DestroyNamespace {
            if (namespace.equals(Namespace.DEFAULT)) {
                throw new InvalidValueException("the default namespace cannot be destroyed; clear it instead");
            }
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.destroyNamespace(this);
        }
    }

    /** Begins a lease, which ends so long after it was granted or kept alive for the last time. */
    record GrantLease(long ttlMillis) implements Operation {
        public GrantLease {
            Limits.requireTtl("ttl of a lease", ttlMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.grantLease(this);
        }
    }

    /** Lets a lease begin its time anew. */
    record KeepLease(long leaseId) implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.keepLease(this);
        }
    }

    /** Ends a lease now and removes its entries. */
    record RevokeLease(long leaseId) implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.revokeLease(this);
        }
    }

    /**
     * Makes tokens good for nothing from here on: writes by them are refused.
     *
     * @param untilMillis since the epoch: the tokens have expired by then, and the revocation may be forgotten; 0 for never
     */
    record RevokeTokens(TokenSelector tokens, long untilMillis) implements Operation {
        public RevokeTokens {
            Limits.requireTime(untilMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.revokeTokens(this);
        }
    }

    /** Takes a revocation back. */
    record LiftRevocation(long revocationId) implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.liftRevocation(this);
        }
    }

    /** One method for each step. */
    interface StepHandler<R> {
        R put(Put put);

        R delete(Delete delete);

        R touch(Touch touch);

        R increment(Increment increment);

        R get(Get get);

        R range(Range range);

        R deleteRange(DeleteRange deleteRange);

        R deleteTagged(DeleteTagged deleteTagged);
    }

    /** One method for each type of operation. */
    interface Handler<R> extends StepHandler<R> {
        R transaction(Transaction transaction);

        R createNamespace(CreateNamespace createNamespace);

        R destroyNamespace(DestroyNamespace destroyNamespace);

        R grantLease(GrantLease grantLease);

        R keepLease(KeepLease keepLease);

        R revokeLease(RevokeLease revokeLease);

        R revokeTokens(RevokeTokens revokeTokens);

        R liftRevocation(LiftRevocation liftRevocation);
    }
}
