package io.concord.server.raft.storage;

import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.Entry;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An entry in a segment: i32 length of the data, i32 checksum, i64 index, i64 term, i64 time, i64 index that was synced when this
 * was written, u8 kind, data. Big-endian. The checksum is a CRC32C (RFC 3720) over all of it but itself, xor the position of the
 * record in its file: a copy of a record inside somebody's data, or in the wrong place, is not one.
 *
 * @param syncedIndex a lower bound of what may have been acknowledged
 */
record LogRecord(Entry entry, long syncedIndex) {
    static final int HEAD_BYTES = 41;

    /** Far above any command, so that a damaged length is not taken for a large entry. */
    static final int DATA_BYTES_MAX = 256 << 20;

    private static final int CRC_OFFSET = 4;
    private static final int INDEX_OFFSET = 8;
    private static final int TERM_OFFSET = INDEX_OFFSET + Long.BYTES;
    private static final int TIME_OFFSET = TERM_OFFSET + Long.BYTES;
    private static final int SYNCED_OFFSET = TIME_OFFSET + Long.BYTES;
    private static final int KIND_OFFSET = HEAD_BYTES - 1;

    static int bytes(Entry entry) {
        return HEAD_BYTES + entry.data().length;
    }

    /** @param position of the record in its file */
    static void write(ByteBuffer out, Entry entry, long syncedIndex, int position) {
        var start = out.position();
        out.putInt(entry.data().length).putInt(0);
        out.putLong(entry.index()).putLong(entry.term()).putLong(entry.timeMillis());
        out.putLong(syncedIndex);
        out.put((byte) entry.kind().code()).put(entry.data());
        out.putInt(start + CRC_OFFSET, checksum(out, start, entry.data().length, position));
    }

    /**
     * The record at a place in the buffer; null when there is none, or only a part, or it is damaged.
     *
     * @param position of the record in its file
     * @throws FormatException if it is intact and of a kind that this release does not know
     */
    static @Nullable LogRecord read(ByteBuffer in, int start, int position) {
        var claimed = claimedBytes(in, start);
        if (claimed < 0 || claimed > in.limit() - start) {
            return null;
        }
        var length = (int) claimed - HEAD_BYTES;
        if (in.getInt(start + CRC_OFFSET) != checksum(in, start, length, position)) {
            return null;
        }
        var code = Byte.toUnsignedInt(in.get(start + KIND_OFFSET));
        var kind = Entry.Kind.of(code);
        if (kind == null) {
            throw new FormatException("entry " + index(in, start) + " at byte " + position + " is of the unknown kind "
                    + code + ": a newer release wrote it, run that one");
        }
        var data = new byte[length];
        in.get(start + HEAD_BYTES, data);
        var term = in.getLong(start + TERM_OFFSET);
        var timeMillis = in.getLong(start + TIME_OFFSET);
        return new LogRecord(
                new Entry(index(in, start), term, timeMillis, kind, data), in.getLong(start + SYNCED_OFFSET));
    }

    /** The index that a record, intact or not, says it has. The buffer has at least its head. */
    static long index(ByteBuffer in, int start) {
        return in.getLong(start + INDEX_OFFSET);
    }

    /** How long a record, intact or not, says it is; -1 if there is no room for a head or it cannot be. */
    static long claimedBytes(ByteBuffer in, int start) {
        if (in.limit() - start < HEAD_BYTES) {
            return -1;
        }
        var length = in.getInt(start);
        return length < 0 || length > DATA_BYTES_MAX ? -1 : HEAD_BYTES + (long) length;
    }

    private static int checksum(ByteBuffer buffer, int start, int length, int position) {
        var crc = new CRC32C();
        var view = buffer.duplicate();
        view.limit(start + CRC_OFFSET).position(start);
        crc.update(view);
        view.limit(start + HEAD_BYTES + length).position(start + INDEX_OFFSET);
        crc.update(view);
        return (int) crc.getValue() ^ position;
    }
}
