package io.concord.core.state;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * The newest commits of the store, as many as the bounds allow, without a gap. It is a part of the state: every replica
 * has the same one, so that a watcher may go on anywhere. Immutable.
 */
public final class History {
    private final Bounds bounds;
    private final PersistentMap<Long, Commit> commits;
    private final long oldestRevision;
    private final long bytes;

    private History(Bounds bounds, PersistentMap<Long, Commit> commits, long oldestRevision, long bytes) {
        this.bounds = bounds;
        this.commits = commits;
        this.oldestRevision = oldestRevision;
        this.bytes = bytes;
    }

    /** An empty one, whose first commit has this revision. */
    static History startingAt(Bounds bounds, long revision) {
        return new History(bounds, PersistentMap.empty(), revision, 0);
    }

    /** The first revision from which all commits are there; one after the newest where none is. */
    public long oldestRevision() {
        return oldestRevision;
    }

    /**
     * The commits from a revision on, ascending; none where that is in the future.
     *
     * @throws IllegalArgumentException if the revision is before {@link #oldestRevision}
     */
    public Iterable<Commit> from(long revision) {
        if (revision < oldestRevision) {
            throw new IllegalArgumentException(
                    "the history begins at revision " + oldestRevision + "; " + revision + " is gone");
        }
        var wanted = commits.dropWhile(known -> known < revision);
        return () -> new Values<>(wanted.iterator());
    }

    /**
     * The commit of a revision that is there.
     *
     * @throws IllegalArgumentException if it is not
     */
    public Commit at(long revision) {
        var commit = commits.get(revision);
        if (commit == null) {
            throw new IllegalArgumentException("the history has " + commits.size() + " commits from revision "
                    + oldestRevision + " on; " + revision + " is none of them");
        }
        return commit;
    }

    /** How many commits there are. */
    public int size() {
        return commits.size();
    }

    /** What it keeps in memory, about. */
    public long bytes() {
        return bytes;
    }

    /** Adds the next commit and forgets the oldest ones beyond the bounds, perhaps the new one, too. */
    History with(Commit commit) {
        var grown = new History(bounds, commits.put(commit.revision(), commit), oldestRevision, bytes + commit.bytes());
        while (grown.commits.size() > bounds.commitsMax() || grown.bytes > bounds.historyBytesMax()) {
            grown = grown.withoutOldest();
        }
        return grown;
    }

    /**
     * The entries of a namespace as they were after a revision; null if that is not known any more, or in the future.
     *
     * @param newest the entries as they are after the newest revision
     */
    @Nullable PersistentMap<Key, Entry> rewind(
            Namespace namespace, PersistentMap<Key, Entry> newest, long newestRevision, long revision) {
        if (revision + 1 < oldestRevision || revision > newestRevision) {
            return null;
        }
        var entries = newest;
        for (long undone = newestRevision; undone > revision; undone--) {
            entries = at(undone).undo(namespace, entries);
        }
        return entries;
    }

    private History withoutOldest() {
        var oldest = commits.iterator().next();
        return new History(
                bounds,
                commits.remove(oldest.getKey()),
                oldest.getKey() + 1,
                bytes - oldest.getValue().bytes());
    }

    Iterable<Commit> all() {
        return from(oldestRevision);
    }
}
