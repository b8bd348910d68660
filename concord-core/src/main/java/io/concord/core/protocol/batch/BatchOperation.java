package io.concord.core.protocol.batch;

import io.concord.core.model.EntryName;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.model.RequestId;
import org.jspecify.annotations.Nullable;

/** One operation of a batch: a read, or a write with its request id. */
public sealed interface BatchOperation {

    <R> R accept(Handler<R> handler);

    /** An operation that changes nothing and needs no request id. */
    sealed interface Read extends BatchOperation {
        /** Whether what the node has will do, although others may have more. */
        boolean stale();

        <R> R acceptRead(ReadHandler<R> handler);

        @Override
        default <R> R accept(Handler<R> handler) {
            return acceptRead(handler);
        }
    }

    /** Reads an entry; answered by {@link BatchOutcome.Found}. */
    record Get(EntryName at, boolean stale) implements Read {
        @Override
        public <R> R acceptRead(ReadHandler<R> handler) {
            return handler.get(this);
        }
    }

    /**
     * Reads an entry unless the caller has it already; answered by {@link BatchOutcome.Unchanged} or
     * {@link BatchOutcome.Found}. Never stale.
     *
     * @param knownRevision of the entry as the caller has it
     */
    record GetIfChanged(EntryName at, long knownRevision) implements Read {
        public GetIfChanged {
            if (knownRevision < 1) {
                throw new InvalidValueException("known revision is " + knownRevision + "; the first is 1");
            }
        }

        @Override
        public boolean stale() {
            return false;
        }

        @Override
        public <R> R acceptRead(ReadHandler<R> handler) {
            return handler.getIfChanged(this);
        }
    }

    /** Asks whether there is an entry; answered by {@link BatchOutcome.Contained}. */
    record Contains(EntryName at, boolean stale) implements Read {
        @Override
        public <R> R acceptRead(ReadHandler<R> handler) {
            return handler.contains(this);
        }
    }

    /**
     * Reads the next entries of a range, by ascending key; answered by {@link BatchOutcome.Page} or
     * {@link BatchOutcome.KeyPage}.
     *
     * @param after the last key of the page before; null for the first page
     * @param limit how many entries the page has at most; it has fewer where they are large
     * @param keysOnly whether the keys will do
     */
    record Scan(
            Namespace namespace, KeyRange keys, @Nullable Key after, int limit, boolean keysOnly, boolean stale)
            implements Read {
        public Scan {
            if (limit < 1 || limit > Limits.RANGE_ENTRIES_MAX) {
                throw new InvalidValueException(
                        "limit of a scan is " + limit + "; it lies between 1 and " + Limits.RANGE_ENTRIES_MAX);
            }
        }

        @Override
        public <R> R acceptRead(ReadHandler<R> handler) {
            return handler.scan(this);
        }
    }

    /**
     * A change, carried out at most once under its request id.
     *
     * @param requestId unique to the caller; a retry carries the same
     * @param firstMillis the cluster's time at the first attempt as far as the client knew it, from
     *     {@link BatchResponse#timeMillis}; a retry carries the same. 0 where the client does not know: then the node stamps
     *     each attempt anew, and a retry that comes after the store forgot the first attempt is carried out again
     */
    record Write(RequestId requestId, long firstMillis, BatchChange change) implements BatchOperation {
        public static final long FIRST_UNKNOWN = 0;

        public Write {
            Limits.requireTime(firstMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.write(this);
        }
    }

    /** One method for each read. */
    interface ReadHandler<R> {
        R get(Get get);

        R getIfChanged(GetIfChanged getIfChanged);

        R contains(Contains contains);

        R scan(Scan scan);
    }

    /** One method for each type of operation. */
    interface Handler<R> extends ReadHandler<R> {
        R write(Write write);
    }
}
