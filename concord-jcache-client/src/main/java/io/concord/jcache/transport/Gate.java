package io.concord.jcache.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lets the operations of one namespace into their lanes: many on single entries at once, or one on all of them alone, in the
 * order of their submission. Guarded by the lock of the {@link Dispatcher}.
 */
final class Gate {
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private int inside;
    private boolean wholeInside;

    /** Whether the operation is in; if not, it waits and {@link #leave} gives it back. */
    boolean admits(Pending pending) {
        var whole = pending.placement().whole();
        if (!waiting.isEmpty() || wholeInside || (whole && inside > 0)) {
            waiting.add(pending);
            return false;
        }
        enter(whole);
        return true;
    }

    /** One is out; returns those that are in now instead. */
    List<Pending> leave() {
        inside--;
        if (inside > 0) {
            return List.of();
        }
        wholeInside = false;
        return nextOnes();
    }

    boolean isUnused() {
        return inside == 0 && waiting.isEmpty();
    }

    private List<Pending> nextOnes() {
        var next = new ArrayList<Pending>();
        while (!waiting.isEmpty() && !wholeInside) {
            var head = Objects.requireNonNull(waiting.peek());
            var whole = head.placement().whole();
            if (!head.isDone()) {
                if (whole && inside > 0) {
                    break;
                }
                enter(whole);
                next.add(head);
            }
            waiting.remove();
        }
        return next;
    }

    private void enter(boolean whole) {
        inside++;
        wholeInside = whole;
    }
}
