package io.concord.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A body that must come within a time. The container limits how long a client may be silent, which one that sends a byte
 * now and then never is; until the body is there, it holds a thread of the server.
 */
final class TimedBody extends FilterInputStream {
    private final long end;

    TimedBody(InputStream body, Duration timeout) {
        super(body);
        this.end = System.nanoTime() + timeout.toNanos();
    }

    @Override
    public int read() throws IOException {
        checkTime();
        return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        checkTime();
        return super.read(buffer, offset, length);
    }

    @Override
    public long skip(long count) throws IOException {
        checkTime();
        return super.skip(count);
    }

    private void checkTime() throws IOException {
        if (System.nanoTime() - end > 0) {
            throw new IOException("the body did not come in time");
        }
    }
}
