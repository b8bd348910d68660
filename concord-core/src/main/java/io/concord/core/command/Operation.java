package io.concord.core.command;

import io.concord.core.access.Rule;
import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTotals;
import io.concord.core.model.Comparison;
import io.concord.core.model.EntryName;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.TokenSelector;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a write asks the store to do, whoever asks for it and whenever: one of these, or a {@link Step}. */
public sealed interface Operation
        permits Operation.Transaction,
                Operation.CreateNamespace,
                Operation.DestroyNamespace,
                Operation.GrantLease,
                Operation.KeepLease,
                Operation.RevokeLease,
                Operation.BeginRestore,
                Operation.RestorePart,
                Operation.FinishRestore,
                Operation.AbortRestore,
                Operation.RevokeTokens,
                Operation.LiftRevocation,
                Operation.PutRule,
                Operation.DeleteRule,
                Operation.RecordToken,
                Operation.RevokeIssuedToken,
                Operation.AddSigningKey,
                Operation.RemoveSigningKey,
                Step {

    <R> R accept(Handler<R> handler);

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
                    .allMatch(step -> step instanceof Step.Get || step instanceof Step.Range);
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

    /**
     * Makes a rule, or replaces the one of its name.
     *
     * @param precondition of the rule that is there, whose revision is that of the rules by which it came to be as it is
     */
    record PutRule(Rule rule, Precondition precondition) implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.putRule(this);
        }
    }

    /** Removes a rule if there is one; {@code precondition} as in {@link PutRule}. */
    record DeleteRule(String name, Precondition precondition) implements Operation {
        public DeleteRule {
            Rule.requireName(name);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.deleteRule(this);
        }
    }

    /**
     * Makes a token of Concord's own known, which is then signed with the key that the outcome names.
     *
     * @param id that no other token has
     */
    record RecordToken(TokenId id, TokenBearer bearer, long lifetimeSeconds) implements Operation {
        public RecordToken {
            TokenBearer.requireLifetime(lifetimeSeconds);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.recordToken(this);
        }
    }

    /** Revokes a token of Concord's own, by a revocation that is kept until it has ended. */
    record RevokeIssuedToken(TokenId id) implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.revokeIssuedToken(this);
        }
    }

    /**
     * Lets another key sign Concord's own tokens; the one before it verifies until its tokens have ended.
     *
     * @param replacing the one that signs until then; empty where there is none
     */
    record AddSigningKey(TokenId id, String publicKey, String sealedKey, Optional<TokenId> replacing)
            implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.addSigningKey(this);
        }

        /** The secret half is not for logs, though it is encrypted. */
        @Override
        public String toString() {
            return "AddSigningKey[" + id + "]";
        }
    }

    /** Forgets a key that signs no more, and with it all tokens that it has signed. */
    record RemoveSigningKey(TokenId id) implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.removeSigningKey(this);
        }
    }

    /**
     * Begins to collect the contents of a backup beside those of the store.
     *
     * @param revision of the backup: what is restored gets a later one
     * @param timeMillis of the backup, from which its deadlines count
     * @param force whether the store may hold something, which goes
     */
    record BeginRestore(long revision, long timeMillis, boolean force) implements Operation {
        public BeginRestore {
            if (revision < 0 || revision > BackupHeader.RESTORED_REVISION_MAX) {
                throw new InvalidValueException("revision of a backup is " + revision + "; it lies between 0 and "
                        + BackupHeader.RESTORED_REVISION_MAX);
            }
            Limits.requireTime(timeMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.beginRestore(this);
        }
    }

    /**
     * The next records of the backup.
     *
     * @param sequence which part it is, from 0
     */
    record RestorePart(long restoreId, long sequence, List<BackupRecord> records) implements Operation {
        public RestorePart {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new InvalidValueException("part of a restore has no records");
            }
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restorePart(this);
        }
    }

    /**
     * Puts what has been collected in the place of the store's contents.
     *
     * @param totals of the backup: exactly that must have come
     */
    record FinishRestore(long restoreId, BackupTotals totals) implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.finishRestore(this);
        }
    }

    /** Throws away what has been collected. */
    record AbortRestore(long restoreId) implements Operation {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.abortRestore(this);
        }
    }

    /** One method for each type of operation. */
    interface Handler<R> extends Step.Handler<R> {
        R transaction(Transaction transaction);

        R createNamespace(CreateNamespace createNamespace);

        R destroyNamespace(DestroyNamespace destroyNamespace);

        R grantLease(GrantLease grantLease);

        R keepLease(KeepLease keepLease);

        R revokeLease(RevokeLease revokeLease);

        R revokeTokens(RevokeTokens revokeTokens);

        R liftRevocation(LiftRevocation liftRevocation);

        R putRule(PutRule putRule);

        R deleteRule(DeleteRule deleteRule);

        R beginRestore(BeginRestore beginRestore);

        R restorePart(RestorePart restorePart);

        R finishRestore(FinishRestore finishRestore);

        R abortRestore(AbortRestore abortRestore);

        R recordToken(RecordToken recordToken);

        R revokeIssuedToken(RevokeIssuedToken revokeIssuedToken);

        R addSigningKey(AddSigningKey addSigningKey);

        R removeSigningKey(RemoveSigningKey removeSigningKey);
    }
}
