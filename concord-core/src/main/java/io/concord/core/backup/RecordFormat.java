package io.concord.core.backup;

import io.concord.core.access.RuleFormat;
import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Entry;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.wire.EntryFormat;
import io.concord.core.wire.TokenFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a record: a u8 kind, and
 *
 * <pre>
 *   1 lease:       i64 id, i64 ttl ms, i64 deadline ms, author
 *   2 revocation:  selector (see {@link TokenFormat}), i64 deadline ms (2^63-1 none)
 *   3 namespace:   string name, settings
 *   4 entry:       see {@link EntryFormat}
 *   5 rule:        see {@link RuleFormat}; from version 2 of the file
 * 255 end:         totals, see {@link BackupTotals}
 * </pre>
 *
 * <p>Records stand one after the other, each an i32 length and its bytes. A part of a restore is some of them as they are.
 */
public final class RecordFormat {
    static final String FORMAT = "backup";
    static final int END = 255;

    /** The greatest record: an entry with the greatest value, and room for the rest. */
    public static final int RECORD_BYTES_MAX = Limits.VALUE_BYTES_CEILING + 64 * 1024;

    /** About how large a part of a restore is: small enough that applying it holds up no other write. */
    public static final int PART_BYTES_TYPICAL = 256 * 1024;

    /** More than any time and lifetime together. */
    private static final long DEADLINE_MILLIS_MAX = 4 * Limits.TIME_MILLIS_MAX;

    private static final int LEASE = 1;
    private static final int REVOCATION = 2;
    private static final int SPACE = 3;
    private static final int STORED = 4;
    private static final int RULE = 5;

    private RecordFormat() {}

    public static byte[] encode(BackupRecord record) {
        return record.accept(new Writer()).toByteArray();
    }

    /**
     * Reads the record that the bytes are.
     *
     * @throws FormatException if they are not exactly one, or it holds an impossible value
     */
    public static BackupRecord decode(byte[] bytes) {
        return decode(new ByteReader(FORMAT, bytes));
    }

    /** As {@link #decode(byte[])}, of what remains in a buffer. */
    public static BackupRecord decode(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return decode(copy);
    }

    /**
     * Reads the records of a part, at least one.
     *
     * @throws FormatException if it is anything else
     */
    public static List<BackupRecord> decodePart(ByteBuffer part) {
        var bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        var records = new ArrayList<BackupRecord>();
        int at = 0;
        while (at < bytes.length) {
            var length =
                    new ByteReader(FORMAT, bytes, at, bytes.length - at).bytes().remaining();
            at += Integer.BYTES;
            records.add(decode(new ByteReader(FORMAT, bytes, at, length)));
            at += length;
        }
        if (records.isEmpty()) {
            throw new FormatException("backup has a part without records");
        }
        return records;
    }

    private static BackupRecord decode(ByteReader in) {
        try {
            var record = read(in);
            in.expectEnd();
            return record;
        } catch (InvalidValueException e) {
            throw new FormatException("backup holds an invalid value: " + e.getMessage(), e);
        }
    }

    private static BackupRecord read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case LEASE ->
                new BackupRecord.Lease(
                        in.i64(),
                        Limits.requireTtl("ttl of a lease", in.i64()),
                        requireLeaseDeadline(in.i64()),
                        EntryFormat.readAuthor(in));
            case REVOCATION -> new BackupRecord.Revocation(TokenFormat.readSelector(in), requireDeadline(in.i64()));
            case SPACE -> new BackupRecord.Space(new Namespace(in.string()), EntryFormat.readSettings(in));
            case RULE -> new BackupRecord.Rule(RuleFormat.read(in));
            case STORED -> stored(EntryFormat.read(in));
            default -> throw FormatException.unknownTag(FORMAT, kind);
        };
    }

    private static BackupRecord.Stored stored(Entry entry) {
        requireDeadline(entry.lifetime().deadlineMillis());
        return new BackupRecord.Stored(entry);
    }

    private static long requireLeaseDeadline(long deadlineMillis) {
        if (deadlineMillis == Lifetime.NEVER) {
            throw new FormatException("backup has a lease without a deadline");
        }
        return requireDeadline(deadlineMillis);
    }

    /** None, or one that is still a number when it counts from another time. */
    private static long requireDeadline(long deadlineMillis) {
        if (deadlineMillis != Lifetime.NEVER && (deadlineMillis < 0 || deadlineMillis > DEADLINE_MILLIS_MAX)) {
            throw new FormatException("backup has the deadline " + deadlineMillis);
        }
        return deadlineMillis;
    }

    private static final class Writer implements BackupRecord.Handler<ByteWriter> {
        @Override
        public ByteWriter lease(BackupRecord.Lease lease) {
            var out = new ByteWriter().u8(LEASE).i64(lease.id()).i64(lease.ttlMillis());
            return EntryFormat.writeAuthor(out.i64(lease.deadlineMillis()), lease.owner());
        }

        @Override
        public ByteWriter revocation(BackupRecord.Revocation revocation) {
            return TokenFormat.writeSelector(new ByteWriter().u8(REVOCATION), revocation.tokens())
                    .i64(revocation.deadlineMillis());
        }

        @Override
        public ByteWriter rule(BackupRecord.Rule rule) {
            return RuleFormat.write(new ByteWriter().u8(RULE), rule.rule());
        }

        @Override
        public ByteWriter space(BackupRecord.Space space) {
            var out = new ByteWriter().u8(SPACE).string(space.namespace().name());
            return EntryFormat.writeSettings(out, space.settings());
        }

        @Override
        public ByteWriter stored(BackupRecord.Stored stored) {
            return EntryFormat.write(EntryFormat.writerFor(stored.entry()).u8(STORED), stored.entry());
        }
    }
}
