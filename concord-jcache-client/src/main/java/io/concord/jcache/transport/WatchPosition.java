package io.concord.jcache.transport;

import io.concord.core.model.Entry;
import io.concord.core.protocol.watch.WatchFrame;
import java.util.Optional;

/**
 * How far an observer has been told, over any number of streams: each stream that begins at {@link #next} goes on where the one
 * before it broke, be that in the midst of a commit, for all nodes tell the changes of a commit in the same order. For one
 * thread.
 */
final class WatchPosition implements WatchFrame.Handler<WatchPosition> {
    /** The stream is to begin with what is new when it begins. */
    static final long NEWEST = 0;

    private static final long NONE = 0;

    private final WatchObserver observer;
    private boolean begun;
    private boolean lost;
    private long next = NEWEST;
    private long open = NONE;
    private long told;
    private long toSkip;

    WatchPosition(WatchObserver observer) {
        this.observer = observer;
    }

    /** The first revision that has not been told whole, or {@link #NEWEST}. */
    long next() {
        return next;
    }

    /** What comes next has been forgotten by the store: the next stream begins with the newest. */
    void lose() {
        lost = begun;
        open = NONE;
        next = NEWEST;
    }

    @Override
    public WatchPosition progress(WatchFrame.Progress progress) {
        long revision = progress.revision();
        if (!standsAt(revision) && open == NONE) {
            next = Math.max(next, revision + 1);
            observer.progress(revision);
        }
        return this;
    }

    @Override
    public WatchPosition commitBegun(WatchFrame.CommitBegun commit) {
        standsAt(commit.revision() - 1);
        if (commit.revision() == open) {
            toSkip = told;
        } else {
            open = commit.revision();
            told = 0;
            toSkip = 0;
            observer.commitBegins(open);
        }
        return this;
    }

    @Override
    public WatchPosition written(WatchFrame.Written written) {
        return tell(WatchedEvent.Type.WRITTEN, written, Optional.of(written.entry()), false);
    }

    @Override
    public WatchPosition deleted(WatchFrame.Deleted deleted) {
        return tell(WatchedEvent.Type.DELETED, deleted, Optional.empty(), deleted.quiet());
    }

    @Override
    public WatchPosition expired(WatchFrame.Expired expired) {
        return tell(WatchedEvent.Type.EXPIRED, expired, Optional.empty(), false);
    }

    @Override
    public WatchPosition commitEnded(WatchFrame.CommitEnded ended) {
        open = NONE;
        next = ended.revision() + 1;
        observer.commitEnds(ended.revision());
        return this;
    }

    /** The server says where to go on, which is known. */
    @Override
    public WatchPosition cut(WatchFrame.Cut cut) {
        return this;
    }

    @Override
    public WatchPosition ended(WatchFrame.Ended ended) {
        return this;
    }

    /** Tells where the subscription stands, if that is new or was lost; returns whether it did. */
    private boolean standsAt(long revision) {
        if (begun && !lost) {
            return false;
        }
        next = revision + 1;
        if (lost) {
            lost = false;
            observer.gap(revision);
        } else {
            begun = true;
            observer.begun(revision);
        }
        return true;
    }

    private WatchPosition tell(WatchedEvent.Type type, WatchFrame.Change change, Optional<Entry> entry, boolean quiet) {
        if (toSkip > 0) {
            toSkip--;
        } else {
            told++;
            observer.event(new WatchedEvent(type, change.key(), entry, change.previous(), quiet));
        }
        return this;
    }
}
