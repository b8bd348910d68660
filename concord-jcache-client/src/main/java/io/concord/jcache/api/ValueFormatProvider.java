package io.concord.jcache.api;

import java.util.Optional;

/**
 * Gives caches their {@link ValueFormat}. It has a public constructor without parameters and is found by {@link
 * java.util.ServiceLoader} with the cache manager's class loader, or named in {@code concord.client.value-format-provider}, which
 * then is the only one asked.
 */
public interface ValueFormatProvider {
    /**
     * The format of a cache, or nothing if this provider has none for it; the next is asked then, and Concord's own is the last.
     *
     * @param type the type of values that the cache's configuration declares; {@code Object} where it declares none
     * @param loader the cache manager's
     */
    <V> Optional<ValueFormat<V>> formatOf(Class<V> type, ClassLoader loader);
}
