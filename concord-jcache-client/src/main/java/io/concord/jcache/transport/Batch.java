package io.concord.jcache.transport;

import io.concord.core.protocol.batch.BatchRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes in one request, within its limits; a single operation always has room.
 *
 * <p>Guarded by the lock of the {@link Dispatcher} until it is sent.
 */
final class Batch {
    private final int operationsMax;
    private final long bytesMax;
    private final List<Pending> operations = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private long bytes;

    Batch(int operationsMax, long bytesMax) {
        this.operationsMax = operationsMax;
        this.bytesMax = bytesMax;
    }

    boolean add(Pending pending) {
        if (!operations.isEmpty() && (operations.size() >= operationsMax || bytes + pending.bytes() > bytesMax)) {
            return false;
        }
        bytes += pending.bytes();
        return operations.add(pending);
    }

    void from(Lane lane) {
        lanes.add(lane);
    }

    List<Pending> operations() {
        return operations;
    }

    /** The lanes that its operations are from. */
    List<Lane> lanes() {
        return lanes;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return operations.isEmpty();
    }

    BatchRequest request() {
        return new BatchRequest(operations.stream().map(Pending::toSend).toList());
    }
}
