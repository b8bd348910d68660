package io.concord.jcache.transport;

import io.concord.core.model.RequestId;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchReply;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An operation from its submission until its stage completes, through all attempts. Everything but the stage is guarded by
 * the lock of the {@link Dispatcher}.
 */
final class Pending {
    private final BatchOperation.@Nullable Read read;
    private final @Nullable BatchChange change;
    private final @Nullable RequestId requestId;
    private final Placement placement;
    private final long bytes;
    private final CompletableFuture<BatchReply> stage = new CompletableFuture<>();

    private long caller;
    private long number;
    private long submittedNanos;
    private long leftNanos = Long.MAX_VALUE;
    private long deadlineNanos;
    private long firstMillis = BatchOperation.Write.FIRST_UNKNOWN;
    private int attempts;
    private boolean underWay;
    private boolean inDoubt;
    private boolean tokenRenewed;
    private boolean done;

    private Pending(
            BatchOperation.@Nullable Read read,
            @Nullable BatchChange change,
            @Nullable RequestId requestId,
            Placement placement) {
        this.read = read;
        this.change = change;
        this.requestId = requestId;
        this.placement = placement;
        this.bytes = placement.bytesAtMost(change);
    }

    static Pending of(BatchOperation.Read read) {
        return new Pending(read, null, null, Placement.of(read));
    }

    static Pending of(BatchChange change, RequestId requestId) {
        return new Pending(null, change, requestId, Placement.of(change));
    }

    /** It has no more than this of the time that an operation may take; to be said before it is submitted. */
    Pending within(Duration left) {
        leftNanos = left.toNanos();
        return this;
    }

    /** By the thread that waits for it, or will go on with it. */
    void submitted(long nowNanos, long timeoutNanos) {
        caller = Thread.currentThread().getId();
        submittedNanos = nowNanos;
        leftNanos = Math.min(leftNanos, timeoutNanos);
        deadlineNanos = nowNanos + leftNanos;
    }

    /** Its number among those of the connection, which tells apart what has the same deadline. */
    void numbered(long ofConnection) {
        number = ofConnection;
    }

    long number() {
        return number;
    }

    /** The time from its submission to its deadline. */
    long timeNanos() {
        return leftNanos;
    }

    CompletableFuture<BatchReply> stage() {
        return stage;
    }

    Placement placement() {
        return placement;
    }

    boolean isWrite() {
        return change != null;
    }

    long bytes() {
        return bytes;
    }

    /** The number of the thread that has submitted it. */
    long caller() {
        return caller;
    }

    long submittedNanos() {
        return submittedNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    int attempts() {
        return attempts;
    }

    /** An attempt begins; the first one is stamped with the cluster's time, and later ones carry the same. */
    void attempt(long clusterMillis) {
        attempts++;
        underWay = true;
        if (firstMillis == BatchOperation.Write.FIRST_UNKNOWN) {
            firstMillis = clusterMillis;
        }
    }

    /**
     * The attempt is over without an outcome.
     *
     * @param maybeCarriedOut whether it may have been carried out all the same
     */
    void attemptFailed(boolean maybeCarriedOut) {
        underWay = false;
        inDoubt |= maybeCarriedOut && isWrite();
        if (!inDoubt) {
            // Nothing has happened by this id: the next attempt is as good as a first one.
            firstMillis = BatchOperation.Write.FIRST_UNKNOWN;
        }
    }

    /** Whether an attempt that is over may have been carried out. */
    boolean inDoubt() {
        return inDoubt;
    }

    /** Whether any attempt may have been carried out or may still be. */
    boolean maybeCarriedOut() {
        return inDoubt || (underWay && isWrite());
    }

    /** Whether the token may be renewed for it: once, and this was it. */
    boolean renewToken() {
        var first = !tokenRenewed;
        tokenRenewed = true;
        return first;
    }

    boolean isDone() {
        return done;
    }

    /** Marks it as decided; whoever does completes the stage. */
    void decide() {
        done = true;
        underWay = false;
    }

    BatchOperation toSend() {
        return read != null
                ? read
                : new BatchOperation.Write(
                        Objects.requireNonNull(requestId), firstMillis, Objects.requireNonNull(change));
    }
}
