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
    private final ReplicaThread thread;
    private long lastNanos = System.nanoTime();
    private long lastRevision;

    /** @param revision of the store on this node */
    Checkpoints(Supplier<ReplicaStatus> status, LongSupplier revision, ReplicaThread thread) {
        this.status = status;
        this.revision = revision;
        this.thread = thread;
    }

    /** Called again and again, on one thread. */
    void consider() {
        var now = revision.getAsLong();
        if (status.get().leads() && now != lastRevision && System.nanoTime() - lastNanos >= INTERVAL_NANOS) {
            lastNanos = System.nanoTime();
            lastRevision = now;
            thread.offer((member, time) -> member.checkpoint(time));
        }
    }
}
