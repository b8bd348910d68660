package io.concord.core.state;

import io.concord.core.format.Utf8;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * The entries of all namespaces with their count and size, immutable. A namespace exists while it has an entry, so that
 * one which was emptied leaves no trace.
 */
record Contents(PersistentMap<Namespace, PersistentMap<Key, Entry>> namespaces, long entryCount, long bytes) {
    static final Contents EMPTY = new Contents(PersistentMap.empty(), 0, 0);

    PersistentMap<Key, Entry> in(Namespace namespace) {
        var entries = namespaces.get(namespace);
        return entries == null ? PersistentMap.empty() : entries;
    }

    @Nullable Entry get(Namespace namespace, Key key) {
        return in(namespace).get(key);
    }

    Contents put(Namespace namespace, Entry entry) {
        var previous = get(namespace, entry.key());
        var changed = in(namespace).put(entry.key(), entry);
        return new Contents(
                namespaces.put(namespace, changed),
                entryCount + (previous == null ? 1 : 0),
                bytes + bytesOf(entry) - bytesOf(previous));
    }

    Contents remove(Namespace namespace, Entry entry) {
        var changed = in(namespace).remove(entry.key());
        return new Contents(
                changed.isEmpty() ? namespaces.remove(namespace) : namespaces.put(namespace, changed),
                entryCount - 1,
                bytes - bytesOf(entry));
    }

    private static long bytesOf(@Nullable Entry entry) {
        return entry == null
                ? 0
                : Utf8.lengthBytes(entry.key().text())
                        + entry.value().size()
                        + entry.value().contentType().length();
    }
}
