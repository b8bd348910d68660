package io.concord.jcache.event;

import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** A change with its key and values read, once for all listeners. */
record Change<K, V>(
        Cache<K, V> cache,
        EventType type,
        K key,
        @Nullable V value,
        @Nullable V oldValue) {

    CacheEntryEvent<K, V> event(boolean withOldValue) {
        return new CacheEvent<>(cache, type, key, value, withOldValue ? oldValue : null);
    }
}
