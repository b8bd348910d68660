package io.concord.jcache.transport;

import io.concord.core.model.Namespace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What waits to be sent, in order: each entry has a lane, which is in one request at a time, and an operation on a whole
 * namespace goes between all that was submitted before it and all that comes after. Guarded by the lock of the {@link
 * Dispatcher}.
 */
final class Lanes {
    private final Map<Object, Lane> lanes = new HashMap<>();
    private final Map<Namespace, Gate> gates = new HashMap<>();
    private final Deque<Lane> ready = new ArrayDeque<>();

    void add(Pending pending) {
        var namespace = pending.placement().namespace();
        if (namespace == null
                || gates.computeIfAbsent(namespace, name -> new Gate()).admits(pending)) {
            enter(pending);
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Fills a batch from the lanes, the longest waiting first; those lanes stand until they are settled. */
    void takeInto(Batch batch) {
        while (!ready.isEmpty()) {
            var lane = Objects.requireNonNull(ready.peek());
            lane.dropDecided().forEach(this::leave);
            if (lane.isEmpty()) {
                ready.remove();
                lanes.remove(lane.key(), lane);
            } else if (lane.takeInto(batch)) {
                ready.remove();
                batch.from(lane);
            } else {
                return;
            }
        }
    }

    /**
     * The request of a batch is over: lanes whose operations are all decided go on with what follows.
     *
     * @return the lanes with operations that are to be sent again; they stand until {@link #resume}
     */
    List<Lane> settle(Batch batch) {
        var standing = new ArrayList<Lane>();
        for (var lane : batch.lanes()) {
            lane.dropDecided().forEach(this::leave);
            if (lane.isEmpty()) {
                lanes.remove(lane.key(), lane);
            } else if (lane.isAttempted()) {
                standing.add(lane);
            } else {
                ready.add(lane);
            }
        }
        return standing;
    }

    /** Lets lanes go on, before all others. */
    void resume(List<Lane> standing) {
        for (int i = standing.size() - 1; i >= 0; i--) {
            ready.addFirst(standing.get(i));
        }
    }

    private void enter(Pending pending) {
        var key = pending.placement().lane();
        var lane = key == null ? new Lane(pending) : lanes.computeIfAbsent(key, Lane::new);
        if (lane.add(pending)) {
            ready.add(lane);
        }
    }

    private void leave(Pending pending) {
        var namespace = pending.placement().namespace();
        var gate = namespace == null ? null : gates.get(namespace);
        if (namespace != null && gate != null) {
            gate.leave().forEach(this::enter);
            if (gate.isUnused()) {
                gates.remove(namespace);
            }
        }
    }
}
