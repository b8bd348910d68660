package io.concord.server.raft.storage;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The common form of the small files: four bytes magic, u8 format version, i32 length of the content, the content, and a
 * CRC32C (RFC 3720) of all bytes before it.
 */
final class SmallFile {
    private static final int HEAD_BYTES = 9;

    private SmallFile() {}

    static ByteBuffer encode(String magic, int version, ByteWriter content) {
        var out = new ByteWriter(64);
        for (var i = 0; i < 4; i++) {
            out.u8(magic.charAt(i));
        }
        out.u8(version).bytes(content.toByteArray());
        return ByteBuffer.wrap(out.i32(crc(out.toByteArray())).toByteArray());
    }

    /** The content; null when the bytes are not one intact file of this kind. What follows it is not looked at. */
    static @Nullable ByteReader decode(String what, String magic, int version, byte[] bytes) {
        if (bytes.length < HEAD_BYTES + Integer.BYTES) {
            return null;
        }
        var in = ByteBuffer.wrap(bytes);
        for (var i = 0; i < 4; i++) {
            if (in.get() != magic.charAt(i)) {
                return null;
            }
        }
        var found = in.get();
        var length = in.getInt();
        if (length < 0 || length > bytes.length - HEAD_BYTES - Integer.BYTES) {
            return null;
        }
        var end = HEAD_BYTES + length;
        var crc = new CRC32C();
        crc.update(bytes, 0, end);
        if (in.getInt(end) != (int) crc.getValue()) {
            return null;
        }
        if (found != version) {
            throw io.concord.core.format.FormatException.unknownVersion(what, found, version);
        }
        return new ByteReader(what, bytes, HEAD_BYTES, length);
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
