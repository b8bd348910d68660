package io.concord.jcache.codec;

import io.concord.core.model.Value;

/** The values of a cache as the store has them. */
public interface ValueCodec<V> {
    /**
     * The bytes of a value.
     *
     * @throws javax.cache.CacheException if the value cannot be written, saying why and what to do
     */
    Value encode(V value);

    /**
     * The value that has these bytes.
     *
     * @throws javax.cache.CacheException if this version of the application cannot read it
     */
    V decode(Value value);
}
