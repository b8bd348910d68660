package io.concord.core.backup;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import java.nio.ByteBuffer;

/**
 * How much is in a backup, and the digest of its contents. As bytes: i64 entries, i32 namespaces, i32 leases, i32
 * revocations, 32 bytes digest.
 */
public record BackupTotals(long entries, int namespaces, int leases, int revocations, ContentDigest digest) {
    public static final BackupTotals NONE = new BackupTotals(0, 0, 0, 0, ContentDigest.EMPTY);

    public BackupTotals {
        if (entries < 0 || namespaces < 0 || leases < 0 || revocations < 0) {
            throw new FormatException("backup has a total that is less than nothing");
        }
    }

    public ByteWriter write(ByteWriter out) {
        return out.i64(entries).i32(namespaces).i32(leases).i32(revocations).raw(ByteBuffer.wrap(digest.toBytes()));
    }

    public static BackupTotals read(ByteReader in) {
        return new BackupTotals(in.i64(), in.i32(), in.i32(), in.i32(), ContentDigest.read(in));
    }
}
