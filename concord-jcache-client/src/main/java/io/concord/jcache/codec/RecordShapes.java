package io.concord.jcache.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The shapes of the records that keys of one cache had so far. Safe for use by several threads. */
final class RecordShapes {
    private final Map<Class<?>, RecordShape> shapes = new ConcurrentHashMap<>();

    RecordShape of(Class<?> type) {
        return shapes.computeIfAbsent(type, RecordShape::of);
    }
}
