package io.concord.core.state;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Tag;
import java.util.ArrayList;
import java.util.List;

/** By what the entries of one namespace are found beside their keys: which expire when, belong to which lease, have which tag. */
record Marks(
        PersistentMap<Marked, Key> byDeadline, PersistentMap<Marked, Key> byLease, PersistentMap<Tagged, Entry> byTag) {
    static final Marks NONE = new Marks(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    /** A key under a number: that of its deadline or of its lease. */
    record Marked(long number, Key key) implements Comparable<Marked> {
        @Override
        public int compareTo(Marked other) {
            int order = Long.compare(number, other.number);
            return order == 0 ? key.compareTo(other.key) : order;
        }
    }

    /** A key under a tag. */
    record Tagged(Tag tag, Key key) implements Comparable<Tagged> {
        @Override
        public int compareTo(Tagged other) {
            int order = tag.compareTo(other.tag);
            return order == 0 ? key.compareTo(other.key) : order;
        }
    }

    /** The keys whose deadline is not later than this. */
    PersistentMap<Marked, Key> dueBy(long timeMillis) {
        return byDeadline.takeWhile(marked -> marked.number() <= timeMillis);
    }

    /** The keys that belong to a lease. */
    PersistentMap<Marked, Key> ofLease(long leaseId) {
        return byLease.dropWhile(marked -> marked.number() < leaseId).takeWhile(marked -> marked.number() == leaseId);
    }

    /** The entries that have a tag, by ascending key. */
    List<Entry> tagged(Tag tag) {
        var entries = new ArrayList<Entry>();
        byTag.dropWhile(tagged -> tagged.tag().compareTo(tag) < 0)
                .takeWhile(tagged -> tagged.tag().equals(tag))
                .forEach(tagged -> entries.add(tagged.getValue()));
        return entries;
    }

    /** How many tags all entries have. */
    int tagCount() {
        return byTag.size();
    }

    Marks with(Entry entry) {
        var lifetime = entry.lifetime();
        var tagged = byTag;
        for (var tag : entry.tags()) {
            tagged = tagged.put(new Tagged(tag, entry.key()), entry);
        }
        return new Marks(
                lifetime.hasDeadline() ? byDeadline.put(byDeadline(entry), entry.key()) : byDeadline,
                lifetime.hasLease() ? byLease.put(byLease(entry), entry.key()) : byLease,
                tagged);
    }

    /** Without an entry that is there. */
    Marks without(Entry entry) {
        if (entry.lifetime().equals(Lifetime.FOREVER) && entry.tags().isEmpty()) {
            return this;
        }
        var tagged = byTag;
        for (var tag : entry.tags()) {
            tagged = tagged.remove(new Tagged(tag, entry.key()));
        }
        return new Marks(byDeadline.remove(byDeadline(entry)), byLease.remove(byLease(entry)), tagged);
    }

    /** Without many entries that are there: faster than one after the other, for they may be a million. */
    Marks without(PersistentMap<Key, Entry> removed) {
        var deadlines = new ArrayList<Marked>();
        var leases = new ArrayList<Marked>();
        var tags = new ArrayList<Tagged>();
        for (var named : removed) {
            var entry = named.getValue();
            if (entry.lifetime().hasDeadline()) {
                deadlines.add(byDeadline(entry));
            }
            if (entry.lifetime().hasLease()) {
                leases.add(byLease(entry));
            }
            entry.tags().forEach(tag -> tags.add(new Tagged(tag, entry.key())));
        }
        return new Marks(
                byDeadline.removeAll(sorted(deadlines)),
                byLease.removeAll(sorted(leases)),
                byTag.removeAll(sorted(tags)));
    }

    private static Marked byDeadline(Entry entry) {
        return new Marked(entry.lifetime().deadlineMillis(), entry.key());
    }

    private static Marked byLease(Entry entry) {
        return new Marked(entry.lifetime().leaseId(), entry.key());
    }

    private static <T extends Comparable<T>> List<T> sorted(List<T> marks) {
        marks.sort(null);
        return marks;
    }
}
