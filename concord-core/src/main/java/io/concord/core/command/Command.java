package io.concord.core.command;

import io.concord.core.model.Key;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.Value;

/** What the log carries: a request to change the store, complete in itself, so that every replica applies it alike. */
public sealed interface Command {

    /** The submitter's time since the epoch; the state machine's clock never goes back for it. */
    long timeMillis();

    <R> R accept(Handler<R> handler);

    /** A command that changes one entry if its precondition holds, at most once for its origin. */
    sealed interface Write extends Command {
        Origin origin();

        Namespace namespace();

        Key key();

        Precondition precondition();

        @Override
        default long timeMillis() {
            return origin().timeMillis();
        }
    }

    /** Creates or replaces an entry. */
    record Put(Origin origin, Namespace namespace, Key key, Value value, Precondition precondition) implements Write {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.put(this);
        }
    }

    /** Removes an entry if there is one. */
    record Delete(Origin origin, Namespace namespace, Key key, Precondition precondition) implements Write {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.delete(this);
        }
    }

    /** Changes nothing but the clock: the start of a leader's term (Raft §8), and read barriers. */
    record Noop(long timeMillis) implements Command {
        public Noop {
            Limits.requireTime(timeMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.noop(this);
        }
    }

    /** One method for each type of command. */
    interface Handler<R> {
        R put(Put put);

        R delete(Delete delete);

        R noop(Noop noop);
    }
}
