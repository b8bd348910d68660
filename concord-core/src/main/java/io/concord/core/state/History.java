package io.concord.core.state;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest commits of the store, as many as the bounds allow, without a gap. It is a part of the state: every replica
 * has the same one, so that a watcher may go on anywhere. Immutable.
 */
public final class History {
    static final int COMMITS_MAX = 32_768;
    static final long BYTES_MAX = 32L * 1024 * 1024;
    static final History EMPTY = startingAt(1);

    private final PersistentMap<Long, Commit> commits;
    private final long oldestRevision;
    private final long bytes;

    private History(PersistentMap<Long, Commit> commits, long oldestRevision, long bytes) {
        this.commits = commits;
        this.oldestRevision = oldestRevision;
        this.bytes = bytes;
    }

    /** An empty one, whose first commit has this revision. */
    static History startingAt(long revision) {
        return new History(PersistentMap.empty(), revision, 0);
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
        var grown = new History(commits.put(commit.revision(), commit), oldestRevision, bytes + commit.bytes());
        while (grown.commits.size() > COMMITS_MAX || grown.bytes > BYTES_MAX) {
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
            var commit = Objects.requireNonNull(commits.get(undone), "the history has no gap");
            entries = commit.undo(namespace, entries);
        }
        return entries;
    }

    private History withoutOldest() {
        var oldest = commits.iterator().next();
        return new History(
                commits.remove(oldest.getKey()),
                oldest.getKey() + 1,
                bytes - oldest.getValue().bytes());
    }

    Iterable<Commit> all() {
        return from(oldestRevision);
    }
}
