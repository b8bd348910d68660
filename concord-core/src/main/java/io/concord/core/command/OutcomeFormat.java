package io.concord.core.command;

import io.concord.core.backup.BackupTotals;
import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Entry;
import io.concord.core.wire.EntryFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an outcome inside a reply or a snapshot, whose version covers them: a u8 tag, the i64 revision, and
 *
 * <pre>
 *  1 written:              i64 create revision, i64 version, optional entry
 *  2 deleted:              bool existed, optional entry
 *  3 touched:              bool existed
 *  4 incremented:          i64 create revision, i64 version, i64 value
 *  5 found:                optional entry
 *  6 listed:               i32 count, entries, bool more
 *  7 range deleted:        i64 count
 *  8 executed:             bool succeeded, u16 count, outcomes
 *  9 namespace ready:      bool created, settings
 * 10 namespace destroyed:  bool existed, i64 count
 * 11 lease alive:          i64 id, i64 ttl ms
 * 12 lease revoked:        i64 count
 * 13 ticked:               bool more
 * 14 batched:              u16 count, each an outcome and bool replayed
 * 15 tokens revoked:       i64 id
 * 16 revocation lifted:    bool existed
 * 17 rule put:             i64 rules revision, bool created
 * 18 rule deleted:         i64 rules revision, bool existed
 * 30 restore under way:    i64 restore, i64 sequence
 * 31 restored:             totals of a backup without rules, see {@link BackupTotals}, i64 entries
 * 32 restore aborted:      bool existed
 * 33 restored with rules:  totals of a backup with rules, i64 entries, i32 rules left out
 * 20 token recorded:       string id, string key id, i64 created ms, i64 expires ms
 * 21 signing key added:    string id
 * 22 signing key removed:  bool existed
 * others are refusals, see {@link RefusalFormat}
 * </pre>
 */
public final class OutcomeFormat {
    private static final int WRITTEN = 1;
    private static final int DELETED = 2;
    private static final int TOUCHED = 3;
    private static final int INCREMENTED = 4;
    private static final int FOUND = 5;
    private static final int LISTED = 6;
    private static final int RANGE_DELETED = 7;
    private static final int EXECUTED = 8;
    private static final int NAMESPACE_READY = 9;
    private static final int NAMESPACE_DESTROYED = 10;
    private static final int LEASE_ALIVE = 11;
    private static final int LEASE_REVOKED = 12;
    private static final int TICKED = 13;
    private static final int RESTORE_UNDER_WAY = 30;
    private static final int RESTORED = 31;
    private static final int RESTORE_ABORTED = 32;
    private static final int RESTORED_WITH_RULES = 33;
    private static final int BATCHED = 14;
    private static final int TOKENS_REVOKED = 15;
    private static final int REVOCATION_LIFTED = 16;
    private static final int RULE_PUT = 17;
    private static final int RULE_DELETED = 18;
    private static final int TOKEN_RECORDED = 20;
    private static final int SIGNING_KEY_ADDED = 21;
    private static final int SIGNING_KEY_REMOVED = 22;

    private OutcomeFormat() {}

    public static ByteWriter write(ByteWriter out, Outcome outcome) {
        return outcome.accept(new Writer(out));
    }

    /**
     * Reads the outcome that comes next.
     *
     * @throws FormatException if something else comes next
     */
    public static Outcome read(ByteReader in) {
        return read(in, Depth.COMMAND);
    }

    /** A batch has writes, one of which may be a transaction, which has steps: nothing is nested deeper. */
    private enum Depth {
        COMMAND,
        WRITE,
        STEP
    }

    private static Outcome read(ByteReader in, Depth depth) {
        int tag = in.u8();
        if ((tag == EXECUTED && depth == Depth.STEP) || (tag == BATCHED && depth != Depth.COMMAND)) {
            throw new FormatException("outcome has the type tag " + tag + " too deep in another one");
        }
        return switch (tag) {
            case WRITTEN -> new Outcome.Written(in.i64(), in.i64(), in.i64(), EntryFormat.readOptionalEntry(in));
            case DELETED -> new Outcome.Deleted(in.i64(), in.bool(), EntryFormat.readOptionalEntry(in));
            case TOUCHED -> new Outcome.Touched(in.i64(), in.bool());
            case INCREMENTED -> new Outcome.Incremented(in.i64(), in.i64(), in.i64(), in.i64());
            case FOUND -> new Outcome.Found(in.i64(), EntryFormat.readOptionalEntry(in));
            case LISTED -> new Outcome.Listed(in.i64(), readEntries(in), in.bool());
            case RANGE_DELETED -> new Outcome.RangeDeleted(in.i64(), in.i64());
            case EXECUTED -> new Outcome.Executed(in.i64(), in.bool(), readOutcomes(in));
            case NAMESPACE_READY -> new Outcome.NamespaceReady(in.i64(), in.bool(), EntryFormat.readSettings(in));
            case RESTORE_UNDER_WAY -> new Outcome.RestoreUnderWay(in.i64(), in.i64(), in.i64());
            case RESTORED -> new Outcome.Restored(in.i64(), BackupTotals.readWithoutRules(in), in.i64(), 0);
            case RESTORED_WITH_RULES ->
                new Outcome.Restored(in.i64(), BackupTotals.readWithRules(in), in.i64(), in.i32());
            case RESTORE_ABORTED -> new Outcome.RestoreAborted(in.i64(), in.bool());
            case NAMESPACE_DESTROYED -> new Outcome.NamespaceDestroyed(in.i64(), in.bool(), in.i64());
            case LEASE_ALIVE -> new Outcome.LeaseAlive(in.i64(), in.i64(), in.i64());
            case LEASE_REVOKED -> new Outcome.LeaseRevoked(in.i64(), in.i64());
            case TICKED -> new Outcome.Ticked(in.i64(), in.bool());
            case TOKENS_REVOKED -> new Outcome.TokensRevoked(in.i64(), in.i64());
            case REVOCATION_LIFTED -> new Outcome.RevocationLifted(in.i64(), in.bool());
            case RULE_PUT -> new Outcome.RulePut(in.i64(), in.i64(), in.bool());
            case RULE_DELETED -> new Outcome.RuleDeleted(in.i64(), in.i64(), in.bool());
            case TOKEN_RECORDED ->
                new Outcome.TokenRecorded(
                        in.i64(), TokenRecordFormat.readId(in), TokenRecordFormat.readId(in), in.i64(), in.i64());
            case SIGNING_KEY_ADDED -> new Outcome.SigningKeyAdded(in.i64(), TokenRecordFormat.readId(in));
            case SIGNING_KEY_REMOVED -> new Outcome.SigningKeyRemoved(in.i64(), in.bool());
            case BATCHED -> new Outcome.Batched(in.i64(), readReplies(in));
            default -> RefusalFormat.read(tag, in);
        };
    }

    private static List<Entry> readEntries(ByteReader in) {
        var entries = new ArrayList<Entry>();
        for (int left = count(in.i32()); left > 0; left--) {
            entries.add(EntryFormat.read(in));
        }
        return entries;
    }

    private static int count(int read) {
        if (read < 0) {
            throw new FormatException("outcome has a list of " + read + " entries");
        }
        return read;
    }

    private static List<Outcome> readOutcomes(ByteReader in) {
        var outcomes = new ArrayList<Outcome>();
        for (int left = in.u16(); left > 0; left--) {
            outcomes.add(read(in, Depth.STEP));
        }
        return outcomes;
    }

    private static List<Reply> readReplies(ByteReader in) {
        var replies = new ArrayList<Reply>();
        for (int left = in.u16(); left > 0; left--) {
            replies.add(new Reply(read(in, Depth.WRITE), in.bool()));
        }
        return replies;
    }

    private static final class Writer extends RefusalFormat.Writer implements Outcome.Handler<ByteWriter> {
        Writer(ByteWriter out) {
            super(out);
        }

        @Override
        ByteWriter write(Outcome outcome) {
            return outcome.accept(this);
        }

        @Override
        public ByteWriter written(Outcome.Written written) {
            head(WRITTEN, written).i64(written.createRevision()).i64(written.version());
            return EntryFormat.writeOptionalEntry(out, written.previous());
        }

        @Override
        public ByteWriter deleted(Outcome.Deleted deleted) {
            return EntryFormat.writeOptionalEntry(head(DELETED, deleted).bool(deleted.existed()), deleted.previous());
        }

        @Override
        public ByteWriter touched(Outcome.Touched touched) {
            return head(TOUCHED, touched).bool(touched.existed());
        }

        @Override
        public ByteWriter incremented(Outcome.Incremented incremented) {
            return head(INCREMENTED, incremented)
                    .i64(incremented.createRevision())
                    .i64(incremented.version())
                    .i64(incremented.value());
        }

        @Override
        public ByteWriter found(Outcome.Found found) {
            return EntryFormat.writeOptionalEntry(head(FOUND, found), found.entry());
        }

        @Override
        public ByteWriter listed(Outcome.Listed listed) {
            head(LISTED, listed).i32(listed.entries().size());
            listed.entries().forEach(entry -> EntryFormat.write(out, entry));
            return out.bool(listed.more());
        }

        @Override
        public ByteWriter rangeDeleted(Outcome.RangeDeleted rangeDeleted) {
            return head(RANGE_DELETED, rangeDeleted).i64(rangeDeleted.count());
        }

        @Override
        public ByteWriter executed(Outcome.Executed executed) {
            head(EXECUTED, executed)
                    .bool(executed.succeeded())
                    .u16(executed.outcomes().size());
            executed.outcomes().forEach(outcome -> outcome.accept(this));
            return out;
        }

        @Override
        public ByteWriter namespaceReady(Outcome.NamespaceReady ready) {
            return EntryFormat.writeSettings(head(NAMESPACE_READY, ready).bool(ready.created()), ready.settings());
        }

        @Override
        public ByteWriter namespaceDestroyed(Outcome.NamespaceDestroyed destroyed) {
            return head(NAMESPACE_DESTROYED, destroyed)
                    .bool(destroyed.existed())
                    .i64(destroyed.count());
        }

        @Override
        public ByteWriter leaseAlive(Outcome.LeaseAlive alive) {
            return head(LEASE_ALIVE, alive).i64(alive.leaseId()).i64(alive.ttlMillis());
        }

        @Override
        public ByteWriter leaseRevoked(Outcome.LeaseRevoked revoked) {
            return head(LEASE_REVOKED, revoked).i64(revoked.count());
        }

        @Override
        public ByteWriter tokensRevoked(Outcome.TokensRevoked revoked) {
            return head(TOKENS_REVOKED, revoked).i64(revoked.revocationId());
        }

        @Override
        public ByteWriter revocationLifted(Outcome.RevocationLifted lifted) {
            return head(REVOCATION_LIFTED, lifted).bool(lifted.existed());
        }

        @Override
        public ByteWriter rulePut(Outcome.RulePut put) {
            return head(RULE_PUT, put).i64(put.rulesRevision()).bool(put.created());
        }

        @Override
        public ByteWriter ruleDeleted(Outcome.RuleDeleted deleted) {
            return head(RULE_DELETED, deleted).i64(deleted.rulesRevision()).bool(deleted.existed());
        }

        @Override
        public ByteWriter tokenRecorded(Outcome.TokenRecorded recorded) {
            return head(TOKEN_RECORDED, recorded)
                    .string(recorded.id().text())
                    .string(recorded.key().text())
                    .i64(recorded.createdMillis())
                    .i64(recorded.expiresMillis());
        }

        @Override
        public ByteWriter signingKeyAdded(Outcome.SigningKeyAdded added) {
            return head(SIGNING_KEY_ADDED, added).string(added.id().text());
        }

        @Override
        public ByteWriter signingKeyRemoved(Outcome.SigningKeyRemoved removed) {
            return head(SIGNING_KEY_REMOVED, removed).bool(removed.existed());
        }

        @Override
        public ByteWriter restoreUnderWay(Outcome.RestoreUnderWay underWay) {
            return head(RESTORE_UNDER_WAY, underWay).i64(underWay.restoreId()).i64(underWay.sequence());
        }

        @Override
        public ByteWriter restored(Outcome.Restored restored) {
            var totals = restored.totals();
            if (!totals.hasRules()) {
                return totals.writeWithoutRules(head(RESTORED, restored)).i64(restored.entries());
            }
            return totals.write(head(RESTORED_WITH_RULES, restored))
                    .i64(restored.entries())
                    .i32(restored.rulesLeftOut());
        }

        @Override
        public ByteWriter restoreAborted(Outcome.RestoreAborted aborted) {
            return head(RESTORE_ABORTED, aborted).bool(aborted.existed());
        }

        @Override
        public ByteWriter ticked(Outcome.Ticked ticked) {
            return head(TICKED, ticked).bool(ticked.more());
        }

        @Override
        public ByteWriter batched(Outcome.Batched batched) {
            head(BATCHED, batched).u16(batched.replies().size());
            batched.replies().forEach(reply -> reply.outcome().accept(this).bool(reply.replayed()));
            return out;
        }
    }
}
