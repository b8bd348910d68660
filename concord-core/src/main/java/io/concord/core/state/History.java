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
    private final PersistentQueue<Commit> commits;
    private final long bytes;

    private History(Bounds bounds, PersistentQueue<Commit> commits, long bytes) {
        this.bounds = bounds;
        this.commits = commits;
        this.bytes = bytes;
    }

    /** An empty one, whose first commit has this revision. */
    static History startingAt(Bounds bounds, long revision) {
        return new History(bounds, PersistentQueue.startingAt(revision), 0);
    }

    /** The first revision from which all commits are there; one after the newest where none is. */
    public long oldestRevision() {
        return commits.first();
    }

    /**
     * The commits from a revision on, ascending; none where that is in the future.
     *
     * @throws IllegalArgumentException if the revision is before {@link #oldestRevision}
     */
    public Iterable<Commit> from(long revision) {
        if (revision < oldestRevision()) {
            throw new IllegalArgumentException(
                    "the history begins at revision " + oldestRevision() + "; " + revision + " is gone");
        }
        return () -> commits.from(revision);
    }

    /**
     * The commit of a revision that is there.
     *
     * @throws IllegalArgumentException if it is not
     */
    public Commit at(long revision) {
        if (revision < commits.first() || revision >= commits.next()) {
            throw new IllegalArgumentException("the history has " + commits.size() + " commits from revision "
                    + oldestRevision() + " on; " + revision + " is none of them");
        }
        return commits.get(revision);
    }

    /** How many commits there are. */
    public int size() {
        return commits.size();
    }

    /** What it keeps in memory, about. */
    public long bytes() {
        return bytes;
    }

    /** Adds the commit of the next revision and forgets the oldest ones beyond the bounds, perhaps the new one, too. */
    History with(Commit commit) {
        if (commit.revision() != commits.next()) {
            throw new IllegalArgumentException(
                    "the next commit is " + commits.next() + ", and not " + commit.revision());
        }
        var grown = new History(bounds, commits.add(commit), bytes + commit.bytes());
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
        if (revision + 1 < oldestRevision() || revision > newestRevision) {
            return null;
        }
        var entries = newest;
        for (long undone = newestRevision; undone > revision; undone--) {
            entries = at(undone).undo(namespace, entries);
        }
        return entries;
    }

    private History withoutOldest() {
        return new History(
                bounds, commits.withoutOldest(), bytes - commits.oldest().bytes());
    }

    Iterable<Commit> all() {
        return from(oldestRevision());
    }
}
