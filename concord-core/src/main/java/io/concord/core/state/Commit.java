package io.concord.core.state;

import io.concord.core.model.Author;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** All that one revision of the store changed, in the order in which it was changed; never empty. Immutable. */
public final class Commit implements Iterable<ChangeEvent> {
    private final long revision;
    private final Author author;
    private final long writtenMillis;
    private final List<Change> changes;
    private final long bytes;

    Commit(long revision, Author author, long writtenMillis, List<Change> changes) {
        this.revision = revision;
        this.author = author;
        this.writtenMillis = writtenMillis;
        this.changes = List.copyOf(changes);
        this.bytes =
                Change.EVENT_BYTES + changes.stream().mapToLong(Change::bytes).sum();
    }

    public long revision() {
        return revision;
    }

    /** Who asked for it; {@link Author#CONCORD} where entries expired. */
    public Author author() {
        return author;
    }

    /** When it was first asked for, since the epoch. */
    public long writtenMillis() {
        return writtenMillis;
    }

    /** How many events it has. */
    public long size() {
        return changes.stream().mapToLong(Change::count).sum();
    }

    /** Makes the events on the way: they may be a million. */
    @Override
    public Iterator<ChangeEvent> iterator() {
        var parts = changes.iterator();
        return new Iterator<>() {
            private Iterator<ChangeEvent> part = parts.next().events();

            @Override
            public boolean hasNext() {
                while (!part.hasNext() && parts.hasNext()) {
                    part = parts.next().events();
                }
                return part.hasNext();
            }

            @Override
            public ChangeEvent next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return part.next();
            }
        };
    }

    /** What it keeps in memory, about. */
    long bytes() {
        return bytes;
    }

    /** The entries of a namespace before it, given those after it. */
    PersistentMap<Key, Entry> undo(Namespace namespace, PersistentMap<Key, Entry> after) {
        var before = after;
        for (int i = changes.size() - 1; i >= 0; i--) {
            before = changes.get(i).undo(namespace, before);
        }
        return before;
    }
}
