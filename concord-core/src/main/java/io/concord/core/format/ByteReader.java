package io.concord.core.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A bounded reader of what {@link ByteWriter} wrote. Every length is checked against what remains before anything is
 * allocated, so that damaged bytes cost at most their own size; every violation is a {@link FormatException} that names
 * the format. Not thread-safe.
 */
public final class ByteReader {
    private final String format;
    private final ByteBuffer source;

    /**
     * Reads all bytes.
     *
     * @param format what the bytes are, for messages: "command", "snapshot"
     */
    public ByteReader(String format, byte[] bytes) {
        this(format, bytes, 0, bytes.length);
    }

    /**
     * Reads a range of the bytes.
     *
     * @throws IndexOutOfBoundsException if the range lies outside the array
     */
    public ByteReader(String format, byte[] bytes, int offset, int length) {
        this.format = format;
        this.source = ByteBuffer.wrap(bytes, offset, length).slice();
    }

    public int u8() {
        return Byte.toUnsignedInt(require(Byte.BYTES).get());
    }

    public int u16() {
        return Short.toUnsignedInt(require(Short.BYTES).getShort());
    }

    /** Takes the u16 that comes next if it is this one, and tells whether it was. */
    public boolean takesU16(int expected) {
        require(Short.BYTES);
        boolean found = Short.toUnsignedInt(source.getShort(source.position())) == expected;
        if (found) {
            source.position(source.position() + Short.BYTES);
        }
        return found;
    }

    public int i32() {
        return require(Integer.BYTES).getInt();
    }

    public long i64() {
        return require(Long.BYTES).getLong();
    }

    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw new FormatException(format + " has the truth value " + value + "; 0 and 1 are allowed");
        }
        return value == 1;
    }

    /** Reads a u16 length and that many bytes of strict UTF-8. */
    public String string() {
        var utf8 = take(u16());
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(format + " has a string that is not UTF-8", e);
        }
    }

    /** Reads an i32 length and that many bytes, as a read-only view of the source that is copied by whoever keeps it. */
    public ByteBuffer bytes() {
        return take(i32());
    }

    /** Requires the format version, the first byte of every format. */
    public void expectVersion(int known) {
        int found = u8();
        if (found != known) {
            throw FormatException.unknownVersion(format, found, known);
        }
    }

    public void expectEnd() {
        if (source.hasRemaining()) {
            throw new FormatException(format + " has " + source.remaining() + " bytes after its end");
        }
    }

    private ByteBuffer take(int length) {
        var taken = require(length).asReadOnlyBuffer();
        taken.limit(taken.position() + length);
        source.position(source.position() + length);
        return taken.slice();
    }

    private ByteBuffer require(int length) {
        if (length < 0 || length > source.remaining()) {
            throw new FormatException(
                    format + " has a field of " + length + " bytes where " + source.remaining() + " remain");
        }
        return source;
    }
}
