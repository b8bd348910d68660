package io.concord.core.model;

import java.util.Optional;

/** A change of one entry, as watchers see it. All events of one commit share its revision. */
public sealed interface ChangeEvent {

    Namespace namespace();

    Key key();

    /** The revision of the commit that made the change. */
    long revision();

    <R> R accept(Handler<R> handler);

    /** An entry was created, or replaced the previous one. */
    record EntryWritten(Namespace namespace, Entry entry, Optional<Entry> previous) implements ChangeEvent {
        @Override
        public Key key() {
            return entry.key();
        }

        @Override
        public long revision() {
            return entry.revision();
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.entryWritten(this);
        }
    }

    /**
     * An entry was deleted by a commit that has a revision of its own.
     *
     * @param quiet whether whoever deleted it wants listeners of a cache not to hear of it; watchers are told all the same
     */
    record EntryDeleted(Namespace namespace, Entry previous, long revision, boolean quiet) implements ChangeEvent {
        @Override
        public Key key() {
            return previous.key();
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.entryDeleted(this);
        }
    }

    /** An entry's time was up, or that of its lease. */
    record EntryExpired(Namespace namespace, Entry previous, long revision) implements ChangeEvent {
        @Override
        public Key key() {
            return previous.key();
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.entryExpired(this);
        }
    }

    /** One method for each kind of event. */
    interface Handler<R> {
        R entryWritten(EntryWritten event);

        R entryDeleted(EntryDeleted event);

        R entryExpired(EntryExpired event);
    }
}
