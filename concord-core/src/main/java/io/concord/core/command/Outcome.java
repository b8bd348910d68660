package io.concord.core.command;

/**
 * What a command came to, the same on every replica. {@link #revision} is that of the store after the command; it moved
 * only if the command changed something.
 */
public sealed interface Outcome {

    long revision();

    <R> R accept(Handler<R> handler);

    /** The state said no: nothing was changed. */
    sealed interface Refused extends Outcome {}

    /** The entry was written by this revision; see {@link io.concord.core.model.Entry} for the numbers. */
    record Written(long revision, long createRevision, long version) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.written(this);
        }
    }

    /** The key is absent now; where it was before, no revision was made. */
    record Deleted(long revision, boolean existed) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.deleted(this);
        }
    }

    /** A {@link Command.Noop} was applied. */
    record Passed(long revision) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.passed(this);
        }
    }

    /**
     * The precondition did not hold.
     *
     * @param entryRevision the revision of the entry that was there, 0 where the key was absent
     */
    record PreconditionFailed(long revision, long entryRevision) implements Refused {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.preconditionFailed(this);
        }
    }

    /** The author has used this request id for another operation. */
    record RequestIdReused(long revision) implements Refused {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.requestIdReused(this);
        }
    }

    /**
     * The request is so old that the store may have applied and forgotten it: it was not applied now. For a first attempt
     * this means that nothing happened; for a retry, that the first outcome is no longer known.
     */
    record RequestForgotten(long revision) implements Refused {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.requestForgotten(this);
        }
    }

    /** One method for each type of outcome. */
    interface Handler<R> {
        R written(Written written);

        R deleted(Deleted deleted);

        R passed(Passed passed);

        R preconditionFailed(PreconditionFailed preconditionFailed);

        R requestIdReused(RequestIdReused requestIdReused);

        R requestForgotten(RequestForgotten requestForgotten);
    }
}
