package io.concord.server.raft;

import io.concord.server.raft.replica.ReplicaStatus;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets the leader mark a place in the log from time to time, where all compare their states, if any entry has changed: that
 * time has passed is no reason.
 */
final class Checkpoints {
    /** A digest reads the whole state, at several hundred megabytes a second, on one thread in the background. */
    private static final long INTERVAL_NANOS = 60_000_000_000L;

    private final Supplier<ReplicaStatus> status;
    private final LongSupplier revision;
    private final LongSupplier nanoTime;
    private final Runnable mark;
    private long lastNanos;
    private long lastRevision;

    /**
     * @param revision of the store on this node
     * @param mark marks the place
     */
    Checkpoints(Supplier<ReplicaStatus> status, LongSupplier revision, LongSupplier nanoTime, Runnable mark) {
        this.status = status;
        this.revision = revision;
        this.nanoTime = nanoTime;
        this.mark = mark;
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Called again and again, on one thread. */
    void consider() {
        var now = revision.getAsLong();
        var nanos = nanoTime.getAsLong();
        if (status.get().leads() && now != lastRevision && nanos - lastNanos >= INTERVAL_NANOS) {
            lastNanos = nanos;
            lastRevision = now;
            mark.run();
        }
    }
}
