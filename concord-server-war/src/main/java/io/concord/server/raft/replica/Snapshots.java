package io.concord.server.raft.replica;

import io.concord.server.raft.consensus.SnapshotMark;
import io.concord.server.raft.storage.DurableStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The snapshots that this member makes of its own state: frozen at no cost, written by another thread, installed when they
 * are on disk. The log keeps the entries since the snapshot before, for members that are a little behind.
 */
final class Snapshots {
    private final DurableStorage storage;
    private final StateMachine machine;
    private final Host host;
    private final long logBytes;
    private final List<CompletableFuture<Long>> waiting = new ArrayList<>();
    private boolean underWay;
    private long bytesSince;

    Snapshots(DurableStorage storage, StateMachine machine, Host host, long logBytes) {
        this.storage = storage;
        this.machine = machine;
        this.host = host;
        this.logBytes = logBytes;
    }

    void applied(int bytes) {
        bytesSince += bytes;
    }

    boolean isDue() {
        return !underWay && (bytesSince >= logBytes || !waiting.isEmpty());
    }

    /** An operator wants one; completes with its index. */
    void request(CompletableFuture<Long> done) {
        waiting.add(done);
    }

    /** Begins one of the state as it is after the entry at the mark. */
    void begin(SnapshotMark mark) {
        var previous = storage.snapshot();
        if (previous != null && previous.index() >= mark.index()) {
            answer(previous.index());
            return;
        }
        underWay = true;
        bytesSince = 0;
        var frozen = machine.freeze();
        var sink = storage.beginSnapshot(mark);
        host.inBackground(() -> {
            try {
                frozen.writeTo(sink.stream());
                sink.finish();
                host.onReplicaThread(() -> {
                    underWay = false;
                    var newest = storage.snapshot();
                    if (newest == null || newest.index() < mark.index()) {
                        storage.install(sink);
                        storage.compactTo(newest == null ? 0 : newest.index());
                        host.snapshotCreated(mark.index());
                    } else {
                        sink.close();
                    }
                    answer(mark.index());
                });
            } catch (IOException | RuntimeException | Error e) {
                host.fail("a snapshot could not be written", e);
            }
        });
    }

    private void answer(long index) {
        waiting.forEach(done -> done.complete(index));
        waiting.clear();
    }
}
