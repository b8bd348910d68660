package io.concord.core.backup;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.wire.EntryFormat;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a backup so far: how much, and where the next record must come after. Whoever writes, checks or restores
 * one carries it along. Immutable.
 *
 * @param lastLease the id of the lease that came last; 0 before the first
 * @param space the namespace whose entries come
 * @param lastKey of its entry that came last
 */
public record BackupTally(
        BackupTotals totals,
        long lastLease,
        @Nullable Namespace space,
        @Nullable Key lastKey) {
    public static final BackupTally NOTHING = new BackupTally(BackupTotals.NONE, 0, null, null);

    /**
     * With one more record.
     *
     * @throws FormatException if it may not come here
     */
    public BackupTally with(BackupRecord record) {
        return record.accept(new Counting(this));
    }

    /** As bytes: totals, i64 last lease, optional string namespace, optional string key. */
    public ByteWriter write(ByteWriter out) {
        totals.write(out).i64(lastLease).bool(space != null);
        if (space != null) {
            EntryFormat.writeNamespace(out, space);
        }
        return EntryFormat.writeOptionalKey(out, lastKey);
    }

    public static BackupTally read(ByteReader in) {
        return new BackupTally(
                BackupTotals.read(in),
                in.i64(),
                in.bool() ? EntryFormat.readNamespace(in) : null,
                EntryFormat.readOptionalKey(in));
    }

    private record Counting(BackupTally before) implements BackupRecord.Handler<BackupTally> {
        @Override
        public BackupTally lease(BackupRecord.Lease lease) {
            var totals = before.totals;
            require(before.space == null && totals.revocations() == 0, "a lease after what comes later");
            require(lease.id() > before.lastLease, "the lease " + lease.id() + " out of order");
            return new BackupTally(
                    new BackupTotals(0, 0, totals.leases() + 1, 0, totals.digest()), lease.id(), null, null);
        }

        @Override
        public BackupTally revocation(BackupRecord.Revocation revocation) {
            var totals = before.totals;
            require(before.space == null, "a revocation after a namespace");
            return new BackupTally(
                    new BackupTotals(0, 0, totals.leases(), totals.revocations() + 1, totals.digest()),
                    before.lastLease,
                    null,
                    null);
        }

        @Override
        public BackupTally space(BackupRecord.Space next) {
            var totals = before.totals;
            require(
                    before.space == null || before.space.compareTo(next.namespace()) < 0,
                    "the namespace '" + next.namespace() + "' out of order");
            return new BackupTally(
                    new BackupTotals(
                            totals.entries(),
                            totals.namespaces() + 1,
                            totals.leases(),
                            totals.revocations(),
                            totals.digest().with(next)),
                    before.lastLease,
                    next.namespace(),
                    null);
        }

        @Override
        public BackupTally stored(BackupRecord.Stored stored) {
            var totals = before.totals;
            var entry = stored.entry();
            require(before.space != null, "an entry before any namespace");
            require(
                    before.lastKey == null || before.lastKey.compareTo(entry.key()) < 0,
                    "the key '" + entry.key() + "' out of order");
            return new BackupTally(
                    new BackupTotals(
                            totals.entries() + 1,
                            totals.namespaces(),
                            totals.leases(),
                            totals.revocations(),
                            totals.digest().with(entry)),
                    before.lastLease,
                    before.space,
                    entry.key());
        }

        private static void require(boolean holds, String violation) {
            if (!holds) {
                throw new FormatException("backup has " + violation);
            }
        }
    }
}
