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

    /** Of an entry that is gone, the value is an old one too: the TCK wants neither for a listener that did not ask. */
    CacheEntryEvent<K, V> event(boolean withOldValue) {
        var gone = type == EventType.REMOVED || type == EventType.EXPIRED;
        return new CacheEvent<>(cache, type, key, gone && !withOldValue ? null : value, withOldValue ? oldValue : null);
    }
}
