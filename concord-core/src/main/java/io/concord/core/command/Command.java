package io.concord.core.command;

import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import java.util.List;

/** What the log carries: a request to change the store, complete in itself, so that every replica applies it alike. */
public sealed interface Command {

    /** The submitter's time since the epoch; the state machine's clock never goes back for it. */
    long timeMillis();

    <R> R accept(Handler<R> handler);

    /**
     * An operation, carried out at most once for its origin, and not at all once it is too late.
     *
     * @param deadlineMillis in the cluster's time: later than that, the operation is refused; {@link #NO_DEADLINE}
     */
    record Write(Origin origin, long deadlineMillis, Operation operation) implements Command {
        public static final long NO_DEADLINE = Long.MAX_VALUE;

        public Write {
            if (deadlineMillis < 0) {
                throw new IllegalArgumentException("deadline of a write is " + deadlineMillis + " ms");
            }
        }

        @Override
        public long timeMillis() {
            return origin.timeMillis();
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.write(this);
        }
    }

    /**
     * Independent writes that share an entry of the log and nothing else: each has its own outcome, revision and origin.
     * They are carried out in order.
     */
    record Batch(List<Write> writes) implements Command {
        public Batch {
            writes = List.copyOf(writes);
            if (writes.isEmpty() || writes.size() > Limits.BATCH_WRITES_MAX) {
                throw new InvalidValueException(
                        "batch has " + writes.size() + " writes; it has between 1 and " + Limits.BATCH_WRITES_MAX);
            }
        }

        @Override
        public long timeMillis() {
            return writes.stream().mapToLong(Write::timeMillis).max().orElse(0);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.batch(this);
        }
    }

    /** Moves the cluster's time on to that of its entry in the log, and removes what expires by then. */
    record Tick(long timeMillis) implements Command {
        public Tick {
            Limits.requireTime(timeMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.tick(this);
        }
    }

    /** One method for each type of command. */
    interface Handler<R> {
        R write(Write write);

        R batch(Batch batch);

        R tick(Tick tick);
    }
}
