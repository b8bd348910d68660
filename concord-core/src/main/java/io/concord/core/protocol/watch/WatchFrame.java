package io.concord.core.protocol.watch;

import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Limits;
import java.util.Optional;

/**
 * One piece of a watch. The changes of a commit stand between {@link CommitBegun} and {@link CommitEnded}, so that neither
 * side has to hold a commit of a million of them; whoever has not seen its end has not seen the commit.
 */
public sealed interface WatchFrame {

    <R> R accept(Handler<R> handler);

    /** A change of one entry, which belongs to the commit that has begun. */
    sealed interface Change extends WatchFrame {
        Key key();

        /** The entry before, if it was asked for and there was one. */
        Optional<Entry> previous();
    }

    /**
     * A commit that concerns the watcher; at least one change follows.
     *
     * @param revision greater than that of every commit before
     * @param writtenMillis when it was first asked for, since the epoch
     */
    record CommitBegun(long revision, long writtenMillis, Author author) implements WatchFrame {
        public CommitBegun {
            if (revision < 1) {
                throw new InvalidValueException("revision of a commit is " + revision + "; the first is 1");
            }
            Limits.requireTime(writtenMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.commitBegun(this);
        }
    }

    /** An entry was created, or replaced the previous one. */
    record Written(Entry entry, Optional<Entry> previous) implements Change {
        @Override
        public Key key() {
            return entry.key();
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.written(this);
        }
    }

    /**
     * An entry was deleted.
     *
     * @param quiet whether listeners of a cache are not to hear of it
     */
    record Deleted(Key key, Optional<Entry> previous, boolean quiet) implements Change {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.deleted(this);
        }
    }

    /** An entry's time was up, or that of its lease. */
    record Expired(Key key, Optional<Entry> previous) implements Change {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.expired(this);
        }
    }

    /** The commit is complete: a watch that is broken from now on goes on after this revision. */
    record CommitEnded(long revision) implements WatchFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.commitEnded(this);
        }
    }

    /** Everything up to and with this revision has been told. */
    record Progress(long revision) implements WatchFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.progress(this);
        }
    }

    /** The server breaks off, because the watcher is too slow. {@code resumeRevision} is the first one not told. */
    record Cut(String reason, long resumeRevision) implements WatchFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.cut(this);
        }
    }

    /** The watch is over. {@code resumeRevision} is the first one not told. */
    record Ended(String reason, long resumeRevision) implements WatchFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ended(this);
        }
    }

    /** One method for each type of frame. */
    interface Handler<R> {
        R commitBegun(CommitBegun begun);

        R written(Written written);

        R deleted(Deleted deleted);

        R expired(Expired expired);

        R commitEnded(CommitEnded ended);

        R progress(Progress progress);

        R cut(Cut cut);

        R ended(Ended ended);
    }
}
