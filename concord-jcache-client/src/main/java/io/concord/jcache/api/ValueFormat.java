package io.concord.jcache.api;

/**
 * How the values of a cache lie in bytes, if not as Concord writes them: JSON, Protocol Buffers or anything else. Safe for use by
 * several threads.
 */
public interface ValueFormat<V> {
    /** What the store and other programs call it, such as {@code application/json}: 1 to 255 characters of visible ASCII. */
    String contentType();

    /**
     * The bytes of a value, which the caller may keep.
     *
     * @throws Exception if it cannot be written; the cache's operation fails, and nothing is stored
     */
    byte[] write(V value) throws Exception;

    /**
     * A new value of these bytes, which nobody else holds. The bytes come from the network: whoever may write to the cache has
     * chosen them.
     *
     * @throws Exception if they are not a value; the cache's operation fails with an {@link UndecodableException}
     */
    V read(byte[] bytes) throws Exception;
}
