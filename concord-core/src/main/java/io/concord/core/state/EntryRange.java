package io.concord.core.state;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import java.util.Iterator;

/** The entries of a range by ascending key, as of one revision. Immutable, and free to take. */
public final class EntryRange implements Iterable<Entry> {
    private final PersistentMap<Key, Entry> entries;

    EntryRange(PersistentMap<Key, Entry> entries) {
        this.entries = entries;
    }

    static EntryRange of(PersistentMap<Key, Entry> entries, KeyRange keys) {
        return new EntryRange(entries.dropWhile(keys::beginsAfter).takeWhile(key -> !keys.endsBefore(key)));
    }

    /** How many entries it has; not counted one by one. */
    public long count() {
        return entries.size();
    }

    /** What comes after a key. */
    public EntryRange after(Key last) {
        return new EntryRange(entries.dropWhile(key -> key.compareTo(last) <= 0));
    }

    @Override
    public Iterator<Entry> iterator() {
        return new Values<>(entries.iterator());
    }
}
