package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An entry in a segment: i32 length of the data, i32 CRC32C (RFC 3720) over all that follows and the length, i64 index, i64
 * term, i64 index that was synced when this was written, u8 kind, data. Big-endian.
 *
 * @param syncedIndex a lower bound of what may have been acknowledged
 */
record LogRecord(Entry entry, long syncedIndex) {
    static final int HEAD_BYTES = 33;

    /** Far above any command, so that a damaged length is not taken for a large entry. */
    static final int DATA_BYTES_MAX = 256 << 20;

    private static final int CRC_OFFSET = 4;
    private static final int INDEX_OFFSET = 8;

    static int bytes(Entry entry) {
        return HEAD_BYTES + entry.data().length;
    }

    static void write(ByteBuffer out, Entry entry, long syncedIndex) {
        var start = out.position();
        out.putInt(entry.data().length).putInt(0);
        out.putLong(entry.index()).putLong(entry.term()).putLong(syncedIndex);
        out.put((byte) entry.kind().code()).put(entry.data());
        out.putInt(start + CRC_OFFSET, crc(out, start, entry.data().length));
    }

    /** The record at a position; null when there is none, or only a part, or it is damaged. */
    static @Nullable LogRecord read(ByteBuffer in, int start) {
        if (in.limit() - start < HEAD_BYTES) {
            return null;
        }
        var length = in.getInt(start);
        if (length < 0 || length > DATA_BYTES_MAX || in.limit() - start - HEAD_BYTES < length) {
            return null;
        }
        if (in.getInt(start + CRC_OFFSET) != crc(in, start, length)) {
            return null;
        }
        var kind = Entry.Kind.of(Byte.toUnsignedInt(in.get(start + HEAD_BYTES - 1)));
        if (kind == null) {
            return null;
        }
        var data = new byte[length];
        in.get(start + HEAD_BYTES, data);
        var index = in.getLong(start + INDEX_OFFSET);
        var term = in.getLong(start + INDEX_OFFSET + Long.BYTES);
        return new LogRecord(new Entry(index, term, kind, data), in.getLong(start + INDEX_OFFSET + 2 * Long.BYTES));
    }

    /** How long the record at a position says it is; more than there is if it is cut; -1 if that cannot be. */
    static long claimedBytes(ByteBuffer in, int start) {
        if (in.limit() - start < Integer.BYTES) {
            return HEAD_BYTES;
        }
        var length = in.getInt(start);
        return length < 0 || length > DATA_BYTES_MAX ? -1 : HEAD_BYTES + (long) length;
    }

    private static int crc(ByteBuffer buffer, int start, int length) {
        var crc = new CRC32C();
        var view = buffer.duplicate();
        view.limit(start + CRC_OFFSET).position(start);
        crc.update(view);
        view.limit(start + HEAD_BYTES + length).position(start + INDEX_OFFSET);
        crc.update(view);
        return (int) crc.getValue();
    }
}
