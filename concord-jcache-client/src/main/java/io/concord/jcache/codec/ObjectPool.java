package io.concord.jcache.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import javax.cache.CacheException;

/** Of the objects in a key that are written alike, the first. Not thread-safe. */
final class ObjectPool {
    /** Of an object that is being written; a stream is never empty. */
    private static final ByteBuffer NONE_YET = ByteBuffer.allocate(0);

    private final IdentityHashMap<Object, ByteBuffer> bytes = new IdentityHashMap<>();
    private final Map<ByteBuffer, Object> first = new HashMap<>();

    /** How an object is written on its own. */
    interface Alone {
        ByteBuffer bytesOf(Object object) throws IOException;
    }

    Object oneLike(Object object, Alone alone) throws IOException {
        var known = bytes.get(object);
        if (known != null && !known.hasRemaining()) {
            throw new CacheException("it contains itself");
        }
        return first.computeIfAbsent(known != null ? known : write(object, alone), any -> object);
    }

    private ByteBuffer write(Object object, Alone alone) throws IOException {
        bytes.put(object, NONE_YET);
        var written = alone.bytesOf(object);
        bytes.put(object, written);
        return written;
    }
}
