package io.concord.jcache.transport;

import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchReply;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A connection to a cluster, shared by the caches of a manager and safe for use by several threads. No method waits for the
 * cluster. Operations on one key are carried out in the order in which they were submitted; others in any.
 *
 * <p>A stage completes with a reply whose outcome is one that the operation names, never {@code Failed} or {@code Forgotten}: those
 * complete it exceptionally with a {@link io.concord.jcache.api.ConcordCacheException}.
 */
public interface StoreConnection extends AutoCloseable {

    CompletionStage<BatchReply> read(BatchOperation.Read read);

    /**
     * Reads as {@link #read(BatchOperation.Read)} does, for somebody who has waited for something else and has no more than this
     * left of the time that an operation may take.
     */
    default CompletionStage<BatchReply> read(BatchOperation.Read read, Duration left) {
        return read(read);
    }

    /** Carries the change out at most once, however often it has to be sent. */
    CompletionStage<BatchReply> write(BatchChange change);

    /** Writes as {@link #write(BatchChange)} does, and has no more time than is left. */
    default CompletionStage<BatchReply> write(BatchChange change, Duration left) {
        return write(change);
    }

    /**
     * Tells the changes of a namespace from now on, until the subscription is closed. Returns at once; {@link
     * WatchObserver#begun} tells when it stands.
     */
    Subscription watch(Namespace namespace, WatchObserver observer);

    /** Fails what is under way and releases threads and connections; idempotent. */
    @Override
    void close();

    /** A watch that goes on until it is closed. */
    interface Subscription extends AutoCloseable {
        /** Ends it without waiting; the observer may still be in a call, and hears nothing after that. Idempotent. */
        @Override
        void close();
    }
}
