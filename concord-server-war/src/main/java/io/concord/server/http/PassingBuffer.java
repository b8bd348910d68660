package io.concord.server.http;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A small buffer before a stream that is there only while something is written: a watcher that waits costs none. What does
 * not fit is passed on piece by piece and never copied a second time.
 */
final class PassingBuffer extends OutputStream {
    private static final int BYTES = 8 << 10;

    private final OutputStream out;
    private byte @Nullable [] buffer;
    private int used;
    private long passed;

    PassingBuffer(OutputStream out) {
        this.out = out;
    }

    /** How many bytes there have been so far. */
    long count() {
        return passed + used;
    }

    @Override
    public void write(int octet) throws IOException {
        if (buffer == null) {
            buffer = new byte[BYTES];
        } else if (used == buffer.length) {
            drain();
        }
        buffer[used++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length >= BYTES) {
            drain();
            out.write(bytes, offset, length);
            passed += length;
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    /** Hands everything to the stream, and the stream's to the network. */
    @Override
    public void flush() throws IOException {
        drain();
        buffer = null;
        out.flush();
    }

    private void drain() throws IOException {
        if (buffer != null && used > 0) {
            int bytes = used;
            used = 0;
            passed += bytes;
            out.write(buffer, 0, bytes);
        }
    }
}
