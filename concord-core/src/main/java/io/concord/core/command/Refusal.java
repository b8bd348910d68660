package io.concord.core.command;

import io.concord.core.model.Entry;
import io.concord.core.model.Namespace;
import io.concord.core.token.TokenId;
import java.util.Optional;

/** The state said no: nothing was changed. */
public sealed interface Refusal extends Outcome {
    <R> R acceptRefusal(Handler<R> handler);

    @Override
    default <R> R accept(Outcome.Handler<R> handler) {
        return acceptRefusal(handler);
    }

    /**
     * The precondition did not hold.
     *
     * @param entryRevision the revision of the entry that was there, 0 where the key was absent
     * @param current that entry, if it was asked for and there was one
     */
    record PreconditionFailed(long revision, long entryRevision, Optional<Entry> current) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.preconditionFailed(this);
        }
    }

    /** There is no such namespace. */
    record NamespaceMissing(long revision, Namespace namespace) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.namespaceMissing(this);
        }
    }

    /** There is such a namespace, and it was to be new. */
    record NamespaceExists(long revision, Namespace namespace) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.namespaceExists(this);
        }
    }

    /** There is no such lease, or not any more. */
    record LeaseMissing(long revision, long leaseId) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.leaseMissing(this);
        }
    }

    /** The value is not a decimal number of 64 bits, or would not be one afterwards. */
    record NotANumber(long revision, long entryRevision) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.notANumber(this);
        }
    }

    /** What may have been exhausted. */
    enum Quota {
        /** Entries of the namespace. */
        ENTRIES,
        /** Bytes of the namespace. */
        BYTES,
        /** Namespaces of the store. */
        NAMESPACES,
        /** Leases of the store. */
        LEASES,
        /** Bytes of the answer to a transaction. */
        ANSWER_BYTES,
        /** Revocations of the store. */
        REVOCATIONS,
        /** Rules of the store. */
        RULES,
        /** Tokens of Concord's own. */
        TOKENS,
        /** Keys that sign or verify them. */
        SIGNING_KEYS,
        /** Leases of the author. */
        LEASES_OF_AUTHOR
    }

    /** The store would have more of something than is allowed. */
    record QuotaExceeded(long revision, Quota quota, long limit) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.quotaExceeded(this);
        }
    }

    /** One step of a transaction was refused, so none was taken; steps count from 0 in their branch. */
    record StepRefused(long revision, boolean succeeded, int step, Refusal cause) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.stepRefused(this);
        }
    }

    /** The command came to be applied only after its deadline, so nothing was done. */
    record DeadlinePassed(long revision) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.deadlinePassed(this);
        }
    }

    /** The author has used this request id for another operation. */
    record RequestIdReused(long revision) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.requestIdReused(this);
        }
    }

    /**
     * The request is so old that the store may have applied and forgotten it: it was not applied now. For a first attempt
     * this means that nothing happened; for a retry, that the first outcome is no longer known.
     */
    record RequestForgotten(long revision) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.requestForgotten(this);
        }
    }

    /** The token of the author is revoked, so nothing was done. */
    record TokenRevoked(long revision) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.tokenRevoked(this);
        }
    }

    /**
     * The rules are others than those by which the write was allowed, so that it was not carried out, nor looked up whether
     * it had been. Who submitted it decides by the newer ones and submits it again.
     */
    record RulesChanged(long revision, long rulesRevision) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.rulesChanged(this);
        }
    }

    /** There is no such token of Concord's own, or not any more. */
    record TokenMissing(long revision, TokenId id) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.tokenMissing(this);
        }
    }

    /** There is a token of this id. */
    record TokenExists(long revision, TokenId id) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.tokenExists(this);
        }
    }

    /**
     * Another key signs than the one that was to be replaced, or to be used; or the one that signs was to be removed.
     *
     * @param current the key that signs; empty while there is none
     */
    record SigningKeyChanged(long revision, Optional<TokenId> current) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.signingKeyChanged(this);
        }
    }

    /** There is no such restore, or not any more: it waits two minutes for its next part. */
    record RestoreMissing(long revision, long restoreId) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.restoreMissing(this);
        }
    }

    /** Another restore is under way. */
    record RestoreOccupied(long revision, long restoreId) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.restoreOccupied(this);
        }
    }

    /** The store holds something, and the restore was not to replace anything. */
    record StoreNotEmpty(long revision, long entries, int namespaces) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.storeNotEmpty(this);
        }
    }

    /**
     * What has come is not a backup, or not all of it.
     *
     * @param sequence of the part that the restore waits for
     */
    record RestoreInvalid(long revision, long restoreId, RestoreDefect defect, long sequence) implements Refusal {
        @Override
        public <R> R acceptRefusal(Handler<R> handler) {
            return handler.restoreInvalid(this);
        }
    }

    /** What is wrong with a restore. */
    enum RestoreDefect {
        /** Another part than the next one. */
        SEQUENCE,
        /** A record where it may not be, of a lease that is not there, or of a revision after that of the backup. */
        RECORD,
        /** More or less than the totals say, or something else than their digest. */
        TOTALS,
        /** So much was written during the restore that its revision is not a later one any more. */
        OVERTAKEN
    }

    /** One method for each type of refusal. */
    interface Handler<R> {
        R preconditionFailed(PreconditionFailed preconditionFailed);

        R namespaceMissing(NamespaceMissing namespaceMissing);

        R namespaceExists(NamespaceExists namespaceExists);

        R leaseMissing(LeaseMissing leaseMissing);

        R notANumber(NotANumber notANumber);

        R quotaExceeded(QuotaExceeded quotaExceeded);

        R stepRefused(StepRefused stepRefused);

        R deadlinePassed(DeadlinePassed deadlinePassed);

        R requestIdReused(RequestIdReused requestIdReused);

        R requestForgotten(RequestForgotten requestForgotten);

        R tokenRevoked(TokenRevoked tokenRevoked);

        R rulesChanged(RulesChanged rulesChanged);

        R restoreMissing(RestoreMissing restoreMissing);

        R restoreOccupied(RestoreOccupied restoreOccupied);

        R storeNotEmpty(StoreNotEmpty storeNotEmpty);

        R restoreInvalid(RestoreInvalid restoreInvalid);

        R tokenMissing(TokenMissing tokenMissing);

        R tokenExists(TokenExists tokenExists);

        R signingKeyChanged(SigningKeyChanged signingKeyChanged);
    }
}
