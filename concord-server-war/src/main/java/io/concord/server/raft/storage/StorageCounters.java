package io.concord.server.raft.storage;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What the log has done and how large it is; read by any thread. */
final class StorageCounters {
    private final LongConsumer syncNanos;
    private final LongAdder syncs = new LongAdder();
    private final LongAdder appendedBytes = new LongAdder();
    private final LongAdder logBytes = new LongAdder();

    StorageCounters(LongConsumer syncNanos) {
        this.syncNanos = syncNanos;
    }

    void synced(long nanos) {
        syncs.increment();
        syncNanos.accept(nanos);
    }

    void appended(long bytes) {
        appendedBytes.add(bytes);
        logBytes.add(bytes);
    }

    /** By files and cuts, not by entries. */
    void logGrew(long bytes) {
        logBytes.add(bytes);
    }

    long syncs() {
        return syncs.sum();
    }

    long appendedBytes() {
        return appendedBytes.sum();
    }

    long logBytes() {
        return logBytes.sum();
    }
}
