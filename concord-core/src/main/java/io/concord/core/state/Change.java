package io.concord.core.state;

import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.util.Iterator;
import java.util.List;

/** A part of a commit: one event, or those of a whole range or tag, which take no memory of their own until they are asked for. */
sealed interface Change {
    /** What an event takes in memory beside its entries, about. */
    int EVENT_BYTES = 200;

    Iterator<ChangeEvent> events();

    /** What it keeps from being forgotten, about. */
    long bytes();

    /** How many events it has. */
    long count();

    /** The entries of a namespace as they were before this change, given those after it. */
    PersistentMap<Key, Entry> undo(Namespace namespace, PersistentMap<Key, Entry> after);

    /** One event. */
    record Single(ChangeEvent event) implements Change {
        @Override
        public Iterator<ChangeEvent> events() {
            return List.of(event).iterator();
        }

        @Override
        public long bytes() {
            return EVENT_BYTES
                    + event.accept(new ChangeEvent.Handler<Long>() {
                        @Override
                        public Long entryWritten(ChangeEvent.EntryWritten written) {
                            return Space.bytesOf(written.entry())
                                    + Space.bytesOf(written.previous().orElse(null));
                        }

                        @Override
                        public Long entryDeleted(ChangeEvent.EntryDeleted deleted) {
                            return Space.bytesOf(deleted.previous());
                        }

                        @Override
                        public Long entryExpired(ChangeEvent.EntryExpired expired) {
                            return Space.bytesOf(expired.previous());
                        }
                    });
        }

        @Override
        public long count() {
            return 1;
        }

        @Override
        public PersistentMap<Key, Entry> undo(Namespace namespace, PersistentMap<Key, Entry> after) {
            if (!event.namespace().equals(namespace)) {
                return after;
            }
            return event.accept(new ChangeEvent.Handler<PersistentMap<Key, Entry>>() {
                @Override
                public PersistentMap<Key, Entry> entryWritten(ChangeEvent.EntryWritten written) {
                    return written.previous()
                            .map(previous -> after.put(previous.key(), previous))
                            .orElseGet(() -> after.remove(written.key()));
                }

                @Override
                public PersistentMap<Key, Entry> entryDeleted(ChangeEvent.EntryDeleted deleted) {
                    return after.put(deleted.key(), deleted.previous());
                }

                @Override
                public PersistentMap<Key, Entry> entryExpired(ChangeEvent.EntryExpired expired) {
                    return after.put(expired.key(), expired.previous());
                }
            });
        }
    }

    /** The deletion of many entries of a namespace at once. */
    record ManyRemoved(
            Namespace namespace, PersistentMap<Key, Entry> removed, long entryBytes, long revision, boolean quiet)
            implements Change {
        @Override
        public Iterator<ChangeEvent> events() {
            var entries = removed.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public ChangeEvent next() {
                    return new ChangeEvent.EntryDeleted(
                            namespace, entries.next().getValue(), revision, quiet);
                }
            };
        }

        @Override
        public long bytes() {
            return entryBytes + (long) removed.size() * EVENT_BYTES;
        }

        @Override
        public long count() {
            return removed.size();
        }

        @Override
        public PersistentMap<Key, Entry> undo(Namespace other, PersistentMap<Key, Entry> after) {
            if (!namespace.equals(other)) {
                return after;
            }
            var before = after;
            for (var entry : removed) {
                before = before.put(entry.getKey(), entry.getValue());
            }
            return before;
        }
    }
}
