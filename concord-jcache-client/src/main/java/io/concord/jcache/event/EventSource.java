package io.concord.jcache.event;

import io.concord.core.model.Namespace;
import io.concord.jcache.codec.KeyCodec;
import io.concord.jcache.codec.ValueCodec;
import java.time.Duration;
import javax.cache.Cache;

/**
 * A cache whose changes are told.
 *
 * @param cache the source of its events
 * @param timeout how long a registration waits for the watch, and a write for the synchronous listeners
 */
public record EventSource<K, V>(
        Cache<K, V> cache,
        Namespace namespace,
        KeyCodec<K> keys,
        ValueCodec<V> values,
        EventFeed feed,
        Duration timeout) {}
