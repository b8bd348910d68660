package io.concord.jcache.codec;

/** Makes the codecs of a cache. They are safe for use by several threads and hold nothing that must be closed. */
public final class Codecs {
    private Codecs() {}

    /**
     * A codec of keys.
     *
     * @param type as the cache declares it; {@code Object} for any
     * @param loader where classes are looked up: the cache manager's
     * @throws javax.cache.CacheException if no key of this type has a canonical form
     */
    public static <K> KeyCodec<K> keys(Class<K> type, ClassLoader loader, SerialSettings settings) {
        return new TextKeyCodec<>(type, new Serial(AllowList.of(type, settings), loader, settings));
    }

    /**
     * A codec of values.
     *
     * @param type as the cache declares it; {@code Object} for any
     * @param loader where classes are looked up: the cache manager's
     * @throws javax.cache.CacheException if the provider of formats cannot be had
     */
    public static <V> ValueCodec<V> values(Class<V> type, ClassLoader loader, SerialSettings settings) {
        var own = new TaggedValueCodec<>(type, new Serial(AllowList.of(type, settings), loader, settings));
        return ValueFormats.of(type, loader, settings)
                .<ValueCodec<V>>map(format -> new FormattedValueCodec<>(format, own))
                .orElse(own);
    }
}
