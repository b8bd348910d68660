package io.concord.core.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of an entry with their content type, both stored and returned as they came. Immutable: bytes are copied in
 * and copied out. The content type is 1 to 255 characters of visible ASCII and space.
 */
public final class Value {
    private static final TextRule CONTENT_TYPE_RULE =
            TextRule.ascii("content type", 0x20, Limits.CONTENT_TYPE_BYTES_MAX);

    private final byte[] bytes;
    private final String contentType;

    private Value(byte[] ownedBytes, String contentType) {
        this.bytes = ownedBytes;
        this.contentType = CONTENT_TYPE_RULE.check(contentType);
    }

    public static Value of(byte[] bytes, String contentType) {
        return of(ByteBuffer.wrap(bytes), contentType);
    }

    /** Copies what remains in the source, whose position stays where it is. */
    public static Value of(ByteBuffer source, String contentType) {
        if (source.remaining() > Limits.VALUE_BYTES_CEILING) {
            throw new InvalidValueException(
                    "value has " + source.remaining() + " bytes; the limit is " + Limits.VALUE_BYTES_CEILING);
        }
        var copy = new byte[source.remaining()];
        source.duplicate().get(copy);
        return new Value(copy, contentType);
    }

    public String contentType() {
        return contentType;
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** A new read-only view of the bytes, for whoever would only copy them on. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * Writes the bytes without a copy. The stream must be trusted: one that changes the array it is handed changes the
     * store.
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** Compares the bytes alone, as unsigned numbers (as {@code memcmp} does). */
    public int compareBytes(Value other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value that && contentType.equals(that.contentType) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + contentType.hashCode();
    }

    /** The size and the type; values never stand in a log. */
    @Override
    public String toString() {
        return bytes.length + " bytes of " + contentType;
    }
}
