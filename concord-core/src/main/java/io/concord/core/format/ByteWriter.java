package io.concord.core.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer that writes the primitives of every format: big-endian numbers, strings with a u16 length in bytes,
 * and byte sequences with an i32 length. Not thread-safe. What does not fit a field is a fault of the caller and an
 * {@link IllegalArgumentException}.
 */
public final class ByteWriter {
    private static final int CAPACITY_BYTES_DEFAULT = 128;

    private byte[] buffer;
    private int size;

    public ByteWriter() {
        this(CAPACITY_BYTES_DEFAULT);
    }

    public ByteWriter(int capacityBytes) {
        this.buffer = new byte[capacityBytes];
    }

    public ByteWriter u8(int value) {
        requireRange(value, 0xff);
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        requireRange(value, 0xffff);
        reserve(2);
        buffer[size++] = (byte) (value >>> 8);
        buffer[size++] = (byte) value;
        return this;
    }

    public ByteWriter i32(int value) {
        reserve(Integer.BYTES);
        ByteBuffer.wrap(buffer).putInt(size, value);
        size += Integer.BYTES;
        return this;
    }

    public ByteWriter i64(long value) {
        reserve(Long.BYTES);
        ByteBuffer.wrap(buffer).putLong(size, value);
        size += Long.BYTES;
        return this;
    }

    /** Writes one byte, 1 for true and 0 for false. */
    public ByteWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    /** Writes a u16 length and the UTF-8 bytes of a well-formed text of at most 65,535 bytes. */
    public ByteWriter string(String text) {
        if (Utf8.firstLoneSurrogate(text) >= 0) {
            throw new IllegalArgumentException("text has a lone surrogate at index " + Utf8.firstLoneSurrogate(text));
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return u16(utf8.length).raw(ByteBuffer.wrap(utf8));
    }

    /** Writes an i32 length and the bytes. */
    public ByteWriter bytes(byte[] bytes) {
        return bytes(ByteBuffer.wrap(bytes));
    }

    /** Writes an i32 length and what remains in the source, whose position stays where it is. */
    public ByteWriter bytes(ByteBuffer source) {
        return i32(source.remaining()).raw(source);
    }

    /** Writes what remains in the source without a length; its position stays where it is. */
    public ByteWriter raw(ByteBuffer source) {
        int length = source.remaining();
        reserve(length);
        source.duplicate().get(buffer, size, length);
        size += length;
        return this;
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /** Writes everything so far to a stream, without copying it. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
    }

    private void reserve(int bytes) {
        int needed = Math.addExact(size, bytes);
        if (needed > buffer.length) {
            long doubled = Math.min(2L * buffer.length, Integer.MAX_VALUE - Long.BYTES);
            buffer = Arrays.copyOf(buffer, (int) Math.max(doubled, needed));
        }
    }

    private static void requireRange(int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("field has the value " + value + "; the limit is " + max);
        }
    }
}
