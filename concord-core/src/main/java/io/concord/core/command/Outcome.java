package io.concord.core.command;

import io.concord.core.backup.BackupTotals;
import io.concord.core.model.Entry;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.token.TokenId;
import java.util.List;
import java.util.Optional;

/**
 * What a command came to, the same on every replica: one of these, or a {@link Refusal}. {@link #revision} is that of the
 * store after the command; it moved only if the command changed an entry.
 */
public sealed interface Outcome
        permits Outcome.Written,
                Outcome.Deleted,
                Outcome.Touched,
                Outcome.Incremented,
                Outcome.Found,
                Outcome.Listed,
                Outcome.RangeDeleted,
                Outcome.Executed,
                Outcome.NamespaceReady,
                Outcome.NamespaceDestroyed,
                Outcome.LeaseAlive,
                Outcome.LeaseRevoked,
                Outcome.TokensRevoked,
                Outcome.RestoreUnderWay,
                Outcome.Restored,
                Outcome.RestoreAborted,
                Outcome.RevocationLifted,
                Outcome.RulePut,
                Outcome.RuleDeleted,
                Outcome.TokenRecorded,
                Outcome.SigningKeyAdded,
                Outcome.SigningKeyRemoved,
                Outcome.Batched,
                Outcome.Ticked,
                Refusal {

    long revision();

    <R> R accept(Handler<R> handler);

    /**
     * The entry was written by this revision; see {@link Entry} for the numbers.
     *
     * @param previous the entry before, if it was asked for and there was one
     */
    record Written(long revision, long createRevision, long version, Optional<Entry> previous) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.written(this);
        }
    }

    /** The key is absent now; where it was before, no revision was made. {@code previous} as in {@link Written}. */
    record Deleted(long revision, boolean existed, Optional<Entry> previous) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.deleted(this);
        }
    }

    /** The entry, still of its own revision, has another lifetime; or there is no entry, and nothing was done. */
    record Touched(long revision, boolean existed) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.touched(this);
        }
    }

    /** The entry was written by this revision and has this value now. */
    record Incremented(long revision, long createRevision, long version, long value) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.incremented(this);
        }
    }

    /** What was read. */
    record Found(long revision, Optional<Entry> entry) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.found(this);
        }
    }

    /**
     * The first entries of a range, by ascending key.
     *
     * @param more whether the range has others
     */
    record Listed(long revision, List<Entry> entries, boolean more) implements Outcome {
        public Listed {
            entries = List.copyOf(entries);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.listed(this);
        }
    }

    /** So many entries were removed by one revision; where there was none, no revision was made. */
    record RangeDeleted(long revision, long count) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.rangeDeleted(this);
        }
    }

    /**
     * A transaction was carried out.
     *
     * @param succeeded whether the comparisons held, and so which branch was taken
     * @param outcomes one for each step of that branch, each of the revision by then
     */
    record Executed(long revision, boolean succeeded, List<Outcome> outcomes) implements Outcome {
        public Executed {
            outcomes = List.copyOf(outcomes);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.executed(this);
        }
    }

    /** The namespace is there and has these settings; {@code created} by this command or before. */
    record NamespaceReady(long revision, boolean created, NamespaceSettings settings) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.namespaceReady(this);
        }
    }

    /** The namespace is not there any more, nor are so many entries that it had. */
    record NamespaceDestroyed(long revision, boolean existed, long count) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.namespaceDestroyed(this);
        }
    }

    /** The lease has so much time from now. */
    record LeaseAlive(long revision, long leaseId, long ttlMillis) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.leaseAlive(this);
        }
    }

    /** The lease has ended, and so have so many entries. */
    record LeaseRevoked(long revision, long count) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.leaseRevoked(this);
        }
    }

    /** The tokens are revoked, and the revocation has this id. */
    record TokensRevoked(long revision, long revocationId) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.tokensRevoked(this);
        }
    }

    /** There is no such revocation, or not any more. */
    record RevocationLifted(long revision, boolean existed) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.revocationLifted(this);
        }
    }

    /** The rule is in force, and this is the revision of the rules now, which is its own, too. */
    record RulePut(long revision, long rulesRevision, boolean created) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.rulePut(this);
        }
    }

    /** There is no such rule, or not any more; the revision of the rules has changed only if there was one. */
    record RuleDeleted(long revision, long rulesRevision, boolean existed) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ruleDeleted(this);
        }
    }

    /**
     * The token is known, and may be signed.
     *
     * @param key that signs it
     */
    record TokenRecorded(long revision, TokenId id, TokenId key, long createdMillis, long expiresMillis)
            implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.tokenRecorded(this);
        }
    }

    /** This key signs from now on. */
    record SigningKeyAdded(long revision, TokenId id) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.signingKeyAdded(this);
        }
    }

    /** There is no such key, or not any more. */
    record SigningKeyRemoved(long revision, boolean existed) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.signingKeyRemoved(this);
        }
    }

    /** The restore has this id and waits for this part. */
    record RestoreUnderWay(long revision, long restoreId, long sequence) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restoreUnderWay(this);
        }
    }

    /**
     * The contents of a backup are those of the store.
     *
     * @param totals of the backup
     * @param entries that are there: those whose time was up meanwhile are not
     * @param rulesLeftOut how many rules of the backup did not take their place, because there were others: none or all
     */
    record Restored(long revision, BackupTotals totals, long entries, int rulesLeftOut) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restored(this);
        }
    }

    /** There is no such restore, or not any more. */
    record RestoreAborted(long revision, boolean existed) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restoreAborted(this);
        }
    }

    /** What the writes of a batch came to, in their order. */
    record Batched(long revision, List<Reply> replies) implements Outcome {
        public Batched {
            replies = List.copyOf(replies);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.batched(this);
        }
    }

    /** Time has moved on; {@code more} if it could not move all the way, because so much expires. */
    record Ticked(long revision, boolean more) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ticked(this);
        }
    }

    /** One method for each type of outcome. */
    interface Handler<R> extends Refusal.Handler<R> {
        R written(Written written);

        R deleted(Deleted deleted);

        R touched(Touched touched);

        R incremented(Incremented incremented);

        R found(Found found);

        R listed(Listed listed);

        R rangeDeleted(RangeDeleted rangeDeleted);

        R executed(Executed executed);

        R namespaceReady(NamespaceReady namespaceReady);

        R namespaceDestroyed(NamespaceDestroyed namespaceDestroyed);

        R leaseAlive(LeaseAlive leaseAlive);

        R leaseRevoked(LeaseRevoked leaseRevoked);

        R tokensRevoked(TokensRevoked tokensRevoked);

        R revocationLifted(RevocationLifted revocationLifted);

        R rulePut(RulePut rulePut);

        R ruleDeleted(RuleDeleted ruleDeleted);

        R tokenRecorded(TokenRecorded tokenRecorded);

        R signingKeyAdded(SigningKeyAdded signingKeyAdded);

        R signingKeyRemoved(SigningKeyRemoved signingKeyRemoved);

        R restoreUnderWay(RestoreUnderWay restoreUnderWay);

        R restored(Restored restored);

        R restoreAborted(RestoreAborted restoreAborted);

        R ticked(Ticked ticked);

        R batched(Batched batched);
    }
}
