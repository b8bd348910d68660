package io.concord.server.raft;

import io.concord.server.raft.replica.ReplicaStatus;
import java.util.function.Supplier;

/** Lets the leader mark a place in the log from time to time, if anything has changed, where all compare their states. */
final class Checkpoints {
    /** A digest reads the whole state, at several hundred megabytes a second, on one thread in the background. */
    private static final long INTERVAL_NANOS = 60_000_000_000L;

    private final Supplier<ReplicaStatus> status;
    private final ReplicaThread thread;
    private long lastNanos = System.nanoTime();
    private long lastIndex;

    Checkpoints(Supplier<ReplicaStatus> status, ReplicaThread thread) {
        this.status = status;
        this.thread = thread;
    }

    /** Called again and again, on one thread. */
    void consider() {
        var now = status.get();
        if (now.leads() && now.appliedIndex() > lastIndex && System.nanoTime() - lastNanos >= INTERVAL_NANOS) {
            lastNanos = System.nanoTime();
            // The mark itself is an entry; alone it is no reason for another.
            lastIndex = now.lastIndex() + 1;
            thread.offer((member, nowMillis) -> member.checkpoint(nowMillis));
        }
    }
}
