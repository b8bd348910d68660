package io.concord.jcache.transport;

import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.settings.ClientKey;
import io.concord.jcache.settings.TransportSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The operations whose stages have not completed: not more than the bounds, and in the order of their deadlines, because all have
 * the same time. Guarded by the lock of the {@link Dispatcher}.
 */
final class OpenOperations {
    private final TransportSettings settings;
    private final LinkedHashSet<Pending> open = new LinkedHashSet<>();
    private long bytes;

    OpenOperations(TransportSettings settings) {
        this.settings = settings;
    }

    /** Adds an operation, or says which bound keeps it out. */
    Optional<UnavailableException> add(Pending pending) {
        if (open.size() >= settings.operationsMax()) {
            return Optional.of(full(pending, settings.operationsMax() + " operations", ClientKey.OPERATIONS_MAX));
        }
        if (!open.isEmpty() && bytes + pending.bytes() > settings.operationBytesMax()) {
            return Optional.of(full(pending, bytes + " bytes", ClientKey.OPERATION_BYTES_MAX));
        }
        bytes += pending.bytes();
        open.add(pending);
        return Optional.empty();
    }

    int size() {
        return open.size();
    }

    /** Marks an operation as decided; whoever does completes its stage. */
    void decide(Pending pending) {
        if (open.remove(pending)) {
            bytes -= pending.bytes();
        }
        pending.decide();
    }

    /** The operations whose deadline has come. */
    List<Pending> dueBy(long nowNanos) {
        var due = new ArrayList<Pending>();
        for (var pending : open) {
            if (pending.deadlineNanos() - nowNanos > 0) {
                break;
            }
            due.add(pending);
        }
        return due;
    }

    /** The earliest deadline; empty where nothing is open. */
    Optional<Long> nextDeadlineNanos() {
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.iterator().next().deadlineNanos());
    }

    List<Pending> all() {
        return List.copyOf(open);
    }

    private static UnavailableException full(Pending pending, String reached, ClientKey bound) {
        return new UnavailableException(
                pending.placement().describe() + " was not sent: " + reached
                        + " are under way or waiting, and no more may be (" + bound.key() + ")",
                null);
    }
}
