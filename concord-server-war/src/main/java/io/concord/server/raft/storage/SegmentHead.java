package io.concord.server.raft.storage;

import io.concord.core.format.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a segment: eight bytes magic, u8 format version, i64 index of the first entry, i64 term and i64
 * time of the entry before that, i32 CRC32C (RFC 3720) of these. Big-endian.
 *
 * @param previousTerm 0 before the first entry of all
 * @param previousTimeMillis 0 before the first entry of all
 */
record SegmentHead(long firstIndex, long previousTerm, long previousTimeMillis) {
    static final int BYTES = 37;

    private static final byte[] MAGIC = {'C', 'N', 'R', 'A', 'F', 'T', 'L', 'G'};
    private static final int VERSION = 2;

    ByteBuffer encode() {
        var head = ByteBuffer.allocate(BYTES);
        head.put(MAGIC)
                .put((byte) VERSION)
                .putLong(firstIndex)
                .putLong(previousTerm)
                .putLong(previousTimeMillis);
        var crc = new CRC32C();
        crc.update(head.array(), 0, head.position());
        return head.putInt((int) crc.getValue()).flip();
    }

    /**
     * The head of a file; null if it is damaged or not there.
     *
     * @throws FormatException if another release wrote it
     */
    static @Nullable SegmentHead read(DiskFile file) throws IOException {
        var found = ByteBuffer.allocate(BYTES);
        file.read(found, 0);
        var version = Byte.toUnsignedInt(found.get(MAGIC.length));
        var whole = Arrays.equals(MAGIC, Arrays.copyOf(found.array(), MAGIC.length)) && version > 0;
        if (whole && version != VERSION) {
            throw FormatException.unknownVersion("log segment", version, VERSION);
        }
        found.position(MAGIC.length + 1);
        var head = new SegmentHead(found.getLong(), found.getLong(), found.getLong());
        return Arrays.equals(found.array(), head.encode().array()) ? head : null;
    }
}
