package io.concord.core.state;

import io.concord.core.format.Utf8;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Lifetime;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Value;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one namespace, immutable, with what is known of them beside: which expire when, which belong to which
 * lease, and how many bytes they have.
 */
final class Space {
    private final NamespaceSettings settings;
    private final PersistentMap<Key, Entry> entries;
    private final PersistentMap<Marked, Key> byDeadline;
    private final PersistentMap<Marked, Key> byLease;
    private final long bytes;

    /** A key under a number: that of its deadline or of its lease. */
    record Marked(long number, Key key) implements Comparable<Marked> {
        @Override
        public int compareTo(Marked other) {
            int order = Long.compare(number, other.number);
            return order == 0 ? key.compareTo(other.key) : order;
        }
    }

    private Space(
            NamespaceSettings settings,
            PersistentMap<Key, Entry> entries,
            PersistentMap<Marked, Key> byDeadline,
            PersistentMap<Marked, Key> byLease,
            long bytes) {
        this.settings = settings;
        this.entries = entries;
        this.byDeadline = byDeadline;
        this.byLease = byLease;
        this.bytes = bytes;
    }

    static Space empty(NamespaceSettings settings) {
        return new Space(settings, PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), 0);
    }

    NamespaceSettings settings() {
        return settings;
    }

    PersistentMap<Key, Entry> entries() {
        return entries;
    }

    /** Of all keys, values and content types. */
    long bytes() {
        return bytes;
    }

    Space with(NamespaceSettings others) {
        return new Space(others, entries, byDeadline, byLease, bytes);
    }

    Space put(Entry entry) {
        var previous = entries.get(entry.key());
        var cleared = previous == null ? this : unmarked(previous);
        return cleared.marked(entry, entries.put(entry.key(), entry), bytesOf(entry) - bytesOf(previous));
    }

    Space remove(Entry entry) {
        var cleared = unmarked(entry);
        return new Space(
                settings, entries.remove(entry.key()), cleared.byDeadline, cleared.byLease, bytes - bytesOf(entry));
    }

    /** The entries of a range, as a part of the map that costs nothing to take. */
    PersistentMap<Key, Entry> in(KeyRange range) {
        return range.isAll() ? entries : entries.dropWhile(range::beginsAfter).takeWhile(key -> !range.endsBefore(key));
    }

    /** Without the entries of a range, which are {@code removed}. Free for the whole namespace. */
    Space without(KeyRange range, PersistentMap<Key, Entry> removed) {
        if (range.isAll()) {
            return empty(settings);
        }
        var rest = entries.takeWhile(range::beginsAfter).followedBy(entries.dropWhile(key -> !range.endsBefore(key)));
        var space = this;
        long removedBytes = 0;
        for (var entry : removed) {
            space = space.unmarked(entry.getValue());
            removedBytes += bytesOf(entry.getValue());
        }
        return new Space(settings, rest, space.byDeadline, space.byLease, bytes - removedBytes);
    }

    /** The deadlines of entries, ascending. */
    Iterator<Marked> deadlines() {
        return new Keys<>(byDeadline.iterator());
    }

    /** The keys whose deadline is not later than this. */
    PersistentMap<Marked, Key> dueBy(long timeMillis) {
        return byDeadline.takeWhile(marked -> marked.number() <= timeMillis);
    }

    /** The keys that belong to a lease. */
    PersistentMap<Marked, Key> ofLease(long leaseId) {
        return byLease.dropWhile(marked -> marked.number() < leaseId).takeWhile(marked -> marked.number() == leaseId);
    }

    static long bytesOf(@Nullable Entry entry) {
        return entry == null ? 0 : bytesOf(entry.key(), entry.value());
    }

    static long bytesOf(Key key, Value value) {
        return Utf8.lengthBytes(key.text()) + value.size() + value.contentType().length();
    }

    private Space unmarked(Entry entry) {
        var lifetime = entry.lifetime();
        if (lifetime.equals(Lifetime.FOREVER)) {
            return this;
        }
        return new Space(
                settings,
                entries,
                byDeadline.remove(new Marked(lifetime.deadlineMillis(), entry.key())),
                byLease.remove(new Marked(lifetime.leaseId(), entry.key())),
                bytes);
    }

    private Space marked(Entry entry, PersistentMap<Key, Entry> grown, long moreBytes) {
        var lifetime = entry.lifetime();
        return new Space(
                settings,
                grown,
                lifetime.hasDeadline() ? mark(byDeadline, lifetime.deadlineMillis(), entry) : byDeadline,
                lifetime.hasLease() ? mark(byLease, lifetime.leaseId(), entry) : byLease,
                bytes + moreBytes);
    }

    private static PersistentMap<Marked, Key> mark(PersistentMap<Marked, Key> marks, long number, Entry entry) {
        return marks.put(new Marked(number, entry.key()), entry.key());
    }
}
