package io.concord.jcache.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations on one thing in the order of their submission; those at the head may be under way in one request. Guarded by
 * the lock of the {@link Dispatcher}.
 */
final class Lane {
    /** There are many lanes, most with one operation. */
    private static final int FEW = 1;

    private final Object key;
    private final ArrayDeque<Pending> queue = new ArrayDeque<>(FEW);
    private boolean fresh = true;

    Lane(Object key) {
        this.key = key;
    }

    Object key() {
        return key;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether the operation at the head has been sent before. */
    boolean isAttempted() {
        return attempts() > 0;
    }

    /** How often the operation at the head has been sent. */
    int attempts() {
        return queue.isEmpty() ? 0 : queue.getFirst().attempts();
    }

    /** Adds an operation; returns whether it is the first one, so that the lane is to be queued. */
    boolean add(Pending pending) {
        queue.add(pending);
        var wasFresh = fresh;
        fresh = false;
        return wasFresh;
    }

    /** Removes those that are decided, while none is under way. */
    List<Pending> dropDecided() {
        List<Pending> decided = List.of();
        for (var rest = queue.iterator(); rest.hasNext(); ) {
            var pending = rest.next();
            if (pending.isDone()) {
                rest.remove();
                decided = decided.isEmpty() ? new ArrayList<>(1) : decided;
                decided.add(pending);
            }
        }
        return decided;
    }

    /**
     * Adds to a batch what may go in one request: the server carries out all writes, and then all reads. So a write that
     * follows a read waits, and so does one that follows a write whose outcome might have no room in the answer.
     *
     * @return whether any had room
     */
    boolean takeInto(Batch batch) {
        var taken = false;
        var writesOver = false;
        for (var pending : queue) {
            if ((pending.isWrite() && writesOver) || !batch.add(pending)) {
                break;
            }
            taken = true;
            writesOver |= !pending.isWrite() || pending.placement().returning();
        }
        return taken;
    }
}
