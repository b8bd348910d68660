package io.concord.core.protocol.batch;

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
import io.concord.core.model.Value;
import java.util.Optional;

/** What a write of a batch asks for. Any may also be answered by {@link BatchOutcome.Failed}. */
public sealed interface BatchChange {

    <R> R accept(Handler<R> handler);

    /**
     * Creates or replaces an entry; answered by {@link BatchOutcome.Written} or {@link BatchOutcome.PreconditionFailed}.
     *
     * @param returning whether the outcome carries the entry that was there before, also where the precondition fails
     * @param tags all that the entry has from then on, none of those before
     */
    record Put(EntryName at, Value value, Precondition precondition, Expiry expiry, boolean returning, Tags tags)
            implements BatchChange {
        /** One without tags. */
        public Put(EntryName at, Value value, Precondition precondition, Expiry expiry, boolean returning) {
            this(at, value, precondition, expiry, returning, Tags.NONE);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.put(this);
        }
    }

    /**
     * Removes an entry if there is one; answered by {@link BatchOutcome.Deleted} or
     * {@link BatchOutcome.PreconditionFailed}. {@code returning} as in {@link Put}.
     */
    record Delete(EntryName at, Precondition precondition, boolean returning) implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.delete(this);
        }
    }

    /**
     * Gives an entry another lifetime and not even a revision; answered by {@link BatchOutcome.Touched} or
     * {@link BatchOutcome.PreconditionFailed}.
     */
    record Touch(EntryName at, Precondition precondition, Expiry expiry) implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.touch(this);
        }
    }

    /** Gives an entry another lifetime and reads it with that, at one moment; answered by {@link BatchOutcome.Found}. */
    record GetAndTouch(EntryName at, Expiry expiry) implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.getAndTouch(this);
        }
    }

    /**
     * Adds to an entry whose value is a decimal number of 64 bits; an absent one is created. Answered by
     * {@link BatchOutcome.Incremented}.
     *
     * @param initial what an absent entry counts as before the addition
     */
    record Increment(EntryName at, long delta, long initial, Expiry expiry) implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.increment(this);
        }
    }

    /**
     * Removes all entries of a range by one commit; answered by {@link BatchOutcome.RangeDeleted}.
     *
     * @param quiet whether watchers are told that listeners of a cache are not to hear of it: JSR-107's {@code clear()} is
     *     quiet, its {@code removeAll()} is not
     */
    record DeleteRange(Namespace namespace, KeyRange keys, boolean quiet) implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.deleteRange(this);
        }
    }

    /**
     * Removes all entries that have a tag by one commit; answered by {@link BatchOutcome.RangeDeleted}.
     *
     * @param namespace the one in which; all of them where none is said
     * @param quiet as in {@link DeleteRange}
     */
    record DeleteTagged(Tag tag, Optional<Namespace> namespace, boolean quiet) implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.deleteTagged(this);
        }
    }

    /**
     * Makes a namespace, or joins the one that is there; answered by {@link BatchOutcome.NamespaceReady}.
     *
     * @param settings for it; where there are none, an existing namespace keeps its own
     * @param mustBeNew whether an existing namespace is a refusal
     */
    record CreateNamespace(Namespace namespace, Optional<NamespaceSettings> settings, boolean mustBeNew)
            implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.createNamespace(this);
        }
    }

    /** Removes a namespace with its entries, never the default one; answered by {@link BatchOutcome.NamespaceDestroyed}. */
    record DestroyNamespace(Namespace namespace) implements BatchChange {
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

    /** Begins a lease; answered by {@link BatchOutcome.LeaseAlive}. */
    record GrantLease(long ttlMillis) implements BatchChange {
        public GrantLease {
            Limits.requireTtl("ttl of a lease", ttlMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.grantLease(this);
        }
    }

    /** Lets a lease begin its time anew; answered by {@link BatchOutcome.LeaseAlive}. */
    record KeepLease(long leaseId) implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.keepLease(this);
        }
    }

    /** Ends a lease now and removes its entries; answered by {@link BatchOutcome.LeaseRevoked}. */
    record RevokeLease(long leaseId) implements BatchChange {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.revokeLease(this);
        }
    }

    /** One method for each type of change. */
    interface Handler<R> {
        R put(Put put);

        R delete(Delete delete);

        R touch(Touch touch);

        R getAndTouch(GetAndTouch getAndTouch);

        R increment(Increment increment);

        R deleteRange(DeleteRange deleteRange);

        R deleteTagged(DeleteTagged deleteTagged);

        R createNamespace(CreateNamespace createNamespace);

        R destroyNamespace(DestroyNamespace destroyNamespace);

        R grantLease(GrantLease grantLease);

        R keepLease(KeepLease keepLease);

        R revokeLease(RevokeLease revokeLease);
    }
}
