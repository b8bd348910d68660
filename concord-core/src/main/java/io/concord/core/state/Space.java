package io.concord.core.state;

import io.concord.core.format.Utf8;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import java.util.ArrayList;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The entries of one namespace, immutable, with the marks by which they are found and the bytes that they have. */
final class Space {
    private final NamespaceSettings settings;
    private final PersistentMap<Key, Entry> entries;
    private final Marks marks;
    private final long bytes;

    private Space(NamespaceSettings settings, PersistentMap<Key, Entry> entries, Marks marks, long bytes) {
        this.settings = settings;
        this.entries = entries;
        this.marks = marks;
        this.bytes = bytes;
    }

    static Space empty(NamespaceSettings settings) {
        return new Space(settings, PersistentMap.empty(), Marks.NONE, 0);
    }

    NamespaceSettings settings() {
        return settings;
    }

    PersistentMap<Key, Entry> entries() {
        return entries;
    }

    /** How many tags all entries have. */
    int tagCount() {
        return marks.tagCount();
    }

    /** Of all keys, values, content types and tags. */
    long bytes() {
        return bytes;
    }

    Space with(NamespaceSettings others) {
        return new Space(others, entries, marks, bytes);
    }

    /** @param previous the entry of this key that is there, null for none */
    Space put(Entry entry, @Nullable Entry previous) {
        var cleared = previous == null ? marks : marks.without(previous);
        return new Space(
                settings,
                entries.put(entry.key(), entry),
                cleared.with(entry),
                bytes + bytesOf(entry) - bytesOf(previous));
    }

    Space remove(Entry entry) {
        return new Space(settings, entries.remove(entry.key()), marks.without(entry), bytes - bytesOf(entry));
    }

    /** The entries of a range, as a part of the map that costs nothing to take. */
    PersistentMap<Key, Entry> in(KeyRange range) {
        return range.isAll() ? entries : entries.dropWhile(range::beginsAfter).takeWhile(key -> !range.endsBefore(key));
    }

    /** The entries that have a tag; linear in how many they are. */
    PersistentMap<Key, Entry> tagged(Tag tag) {
        return PersistentMap.ofAscending(marks.tagged(tag), Entry::key);
    }

    /** Without the entries of a range, which are {@code removed}. Free for the whole namespace. */
    Space without(KeyRange range, PersistentMap<Key, Entry> removed) {
        if (range.isAll()) {
            return empty(settings);
        }
        var rest = entries.takeWhile(range::beginsAfter).followedBy(entries.dropWhile(key -> !range.endsBefore(key)));
        return left(rest, removed);
    }

    /** Without many entries that are there, wherever they lie. */
    Space without(PersistentMap<Key, Entry> removed) {
        if (removed.size() == entries.size()) {
            return empty(settings);
        }
        var keys = new ArrayList<Key>(removed.size());
        removed.forEach(entry -> keys.add(entry.getKey()));
        return left(entries.removeAll(keys), removed);
    }

    /** The deadlines of entries, ascending. */
    Iterator<Marks.Marked> deadlines() {
        return new Keys<>(marks.byDeadline().iterator());
    }

    /** The keys whose deadline is not later than this. */
    PersistentMap<Marks.Marked, Key> dueBy(long timeMillis) {
        return marks.dueBy(timeMillis);
    }

    /** The keys that belong to a lease. */
    PersistentMap<Marks.Marked, Key> ofLease(long leaseId) {
        return marks.ofLease(leaseId);
    }

    static long bytesOf(@Nullable Entry entry) {
        return entry == null ? 0 : bytesOf(entry.key(), entry.value(), entry.tags());
    }

    static long bytesOf(Key key, Value value, Tags tags) {
        return Utf8.lengthBytes(key.text()) + value.size() + value.contentType().length() + tags.bytes();
    }

    private Space left(PersistentMap<Key, Entry> rest, PersistentMap<Key, Entry> removed) {
        long removedBytes = 0;
        for (var entry : removed) {
            removedBytes += bytesOf(entry.getValue());
        }
        return new Space(settings, rest, marks.without(removed), bytes - removedBytes);
    }
}
