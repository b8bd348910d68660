package io.concord.core.backup;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Entry;
import java.nio.ByteBuffer;

/**
 * How much is in a backup, and the digest of its contents. As bytes: i64 entries, i32 namespaces, i32 leases, i32
 * revocations, i32 rules, 32 bytes digest. Files of version 1 have no number of rules, and neither have commands, replies
 * and snapshots about a backup that has none: they are as they were before backups had rules.
 */
public record BackupTotals(long entries, int namespaces, int leases, int revocations, int rules, ContentDigest digest) {
    public static final BackupTotals NONE = new BackupTotals(0, 0, 0, 0, 0, ContentDigest.EMPTY);

    public BackupTotals {
        if (entries < 0 || namespaces < 0 || leases < 0 || revocations < 0 || rules < 0) {
            throw new FormatException("backup has a total that is less than nothing");
        }
    }

    public boolean hasRules() {
        return rules > 0;
    }

    public ByteWriter write(ByteWriter out) {
        return writeDigest(writeCounts(out).i32(rules));
    }

    /** Of one that has none. */
    public ByteWriter writeWithoutRules(ByteWriter out) {
        return writeDigest(writeCounts(out));
    }

    private ByteWriter writeCounts(ByteWriter out) {
        return out.i64(entries).i32(namespaces).i32(leases).i32(revocations);
    }

    private ByteWriter writeDigest(ByteWriter out) {
        return out.raw(ByteBuffer.wrap(digest.toBytes()));
    }

    public static BackupTotals read(ByteReader in) {
        return new BackupTotals(in.i64(), in.i32(), in.i32(), in.i32(), in.i32(), ContentDigest.read(in));
    }

    /**
     * As {@link #read}, of one that has rules: where totals without any are written otherwise.
     *
     * @throws FormatException if it has none
     */
    public static BackupTotals readWithRules(ByteReader in) {
        var totals = read(in);
        if (!totals.hasRules()) {
            throw new FormatException("backup has no rules where it must have some");
        }
        return totals;
    }

    public static BackupTotals readWithoutRules(ByteReader in) {
        return new BackupTotals(in.i64(), in.i32(), in.i32(), in.i32(), 0, ContentDigest.read(in));
    }

    BackupTotals plusLease() {
        return new BackupTotals(entries, namespaces, leases + 1, revocations, rules, digest);
    }

    BackupTotals plusRevocation() {
        return new BackupTotals(entries, namespaces, leases, revocations + 1, rules, digest);
    }

    BackupTotals plusRule() {
        return new BackupTotals(entries, namespaces, leases, revocations, rules + 1, digest);
    }

    BackupTotals plus(BackupRecord.Space space) {
        return new BackupTotals(entries, namespaces + 1, leases, revocations, rules, digest.with(space));
    }

    BackupTotals plus(Entry entry) {
        return new BackupTotals(entries + 1, namespaces, leases, revocations, rules, digest.with(entry));
    }
}
