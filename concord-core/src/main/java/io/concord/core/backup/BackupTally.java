package io.concord.core.backup;

import io.concord.core.access.Rule;
import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.wire.EntryFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a backup so far: how much, and where the next record must come after. Whoever writes, checks or restores
 * one carries it along. Immutable.
 *
 * @param lastLease the id of the lease that came last; 0 before the first
 * @param lastRule the name of the rule that came last; null before the first
 * @param space the namespace whose entries come
 * @param lastKey of its entry that came last
 */
public record BackupTally(
        BackupTotals totals,
        long lastLease,
        @Nullable String lastRule,
        @Nullable Namespace space,
        @Nullable Key lastKey) {
    public static final BackupTally NOTHING = new BackupTally(BackupTotals.NONE, 0, null, null, null);

    /**
     * With one more record.
     *
     * @throws FormatException if it may not come here
     */
    public BackupTally with(BackupRecord record) {
        return record.accept(new Counting(this));
    }

    /**
     * As bytes: totals, i64 last lease, where there are rules string last rule, optional string namespace, optional string
     * key.
     */
    public ByteWriter write(ByteWriter out) {
        if (totals.hasRules()) {
            totals.write(out).i64(lastLease).string(Objects.requireNonNull(lastRule, "one has come"));
        } else {
            totals.writeWithoutRules(out).i64(lastLease);
        }
        out.bool(space != null);
        if (space != null) {
            EntryFormat.writeNamespace(out, space);
        }
        return EntryFormat.writeOptionalKey(out, lastKey);
    }

    /**
     * Reads what {@link #write} gives.
     *
     * @param rules whether there are any
     */
    public static BackupTally read(ByteReader in, boolean rules) {
        return new BackupTally(
                rules ? BackupTotals.readWithRules(in) : BackupTotals.readWithoutRules(in),
                in.i64(),
                rules ? Rule.requireName(in.string()) : null,
                in.bool() ? EntryFormat.readNamespace(in) : null,
                EntryFormat.readOptionalKey(in));
    }

    private record Counting(BackupTally before) implements BackupRecord.Handler<BackupTally> {
        @Override
        public BackupTally lease(BackupRecord.Lease lease) {
            var totals = before.totals;
            require(
                    before.space == null && totals.revocations() == 0 && !totals.hasRules(),
                    "a lease after what comes later");
            require(lease.id() > before.lastLease, "the lease " + lease.id() + " out of order");
            return new BackupTally(totals.plusLease(), lease.id(), null, null, null);
        }

        @Override
        public BackupTally revocation(BackupRecord.Revocation revocation) {
            require(before.space == null && !before.totals.hasRules(), "a revocation after what comes later");
            return new BackupTally(before.totals.plusRevocation(), before.lastLease, null, null, null);
        }

        @Override
        public BackupTally rule(BackupRecord.Rule rule) {
            var name = rule.rule().name();
            require(before.space == null, "a rule after a namespace");
            require(
                    before.lastRule == null || before.lastRule.compareTo(name) < 0,
                    "the rule '" + name + "' out of order");
            return new BackupTally(before.totals.plusRule(), before.lastLease, name, null, null);
        }

        @Override
        public BackupTally space(BackupRecord.Space next) {
            require(
                    before.space == null || before.space.compareTo(next.namespace()) < 0,
                    "the namespace '" + next.namespace() + "' out of order");
            return new BackupTally(before.totals.plus(next), before.lastLease, before.lastRule, next.namespace(), null);
        }

        @Override
        public BackupTally stored(BackupRecord.Stored stored) {
            var entry = stored.entry();
            require(before.space != null, "an entry before any namespace");
            require(
                    before.lastKey == null || before.lastKey.compareTo(entry.key()) < 0,
                    "the key '" + entry.key() + "' out of order");
            return new BackupTally(
                    before.totals.plus(entry), before.lastLease, before.lastRule, before.space, entry.key());
        }

        private static void require(boolean holds, String violation) {
            if (!holds) {
                throw new FormatException("backup has " + violation);
            }
        }
    }
}
