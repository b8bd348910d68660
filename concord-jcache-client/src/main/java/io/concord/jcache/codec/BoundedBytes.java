package io.concord.jcache.codec;

import java.io.ByteArrayOutputStream;
import javax.cache.CacheException;

/** Bytes up to a limit; work on more would be in vain. What goes beyond it is refused unchecked, as {@link CheckedOutput} does. */
final class BoundedBytes extends ByteArrayOutputStream {
    private final int bytesMax;
    private final String refusal;

    /** One whose refusal says what is too long, and what to do. */
    BoundedBytes(int bytesMax, String refusal) {
        this.bytesMax = bytesMax;
        this.refusal = refusal;
    }

    @Override
    public synchronized void write(int b) {
        require(1);
        super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        require(length);
        super.write(bytes, offset, length);
    }

    private void require(int more) {
        if (more > bytesMax - count) {
            throw new CacheException(refusal);
        }
    }
}
