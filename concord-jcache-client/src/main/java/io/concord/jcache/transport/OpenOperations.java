package io.concord.jcache.transport;

import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.settings.ClientKey;
import io.concord.jcache.settings.TransportSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The operations whose stages have not completed: not more than the bounds. Those that have the whole time are in the order of their
 * deadlines as they come; those that have less of it left are put in order. Guarded by the lock of the {@link Dispatcher}.
 */
final class OpenOperations {
    private final TransportSettings settings;
    private final LinkedHashSet<Pending> whole = new LinkedHashSet<>();
    private final TreeSet<Pending> hurried = new TreeSet<>(OpenOperations::compare);
    private long added;
    private long bytes;

    OpenOperations(TransportSettings settings) {
        this.settings = settings;
    }

    /** Adds an operation, or says which bound keeps it out. */
    Optional<UnavailableException> add(Pending pending) {
        if (size() >= settings.operationsMax()) {
            return Optional.of(full(pending, settings.operationsMax() + " operations", ClientKey.OPERATIONS_MAX));
        }
        if (size() > 0 && bytes + pending.bytes() > settings.operationBytesMax()) {
            return Optional.of(full(pending, bytes + " bytes", ClientKey.OPERATION_BYTES_MAX));
        }
        bytes += pending.bytes();
        pending.numbered(++added);
        of(pending).add(pending);
        return Optional.empty();
    }

    int size() {
        return whole.size() + hurried.size();
    }

    /** Marks an operation as decided; whoever does completes its stage. */
    void decide(Pending pending) {
        if (of(pending).remove(pending)) {
            bytes -= pending.bytes();
        }
        pending.decide();
    }

    /** The operations whose deadline has come. */
    List<Pending> dueBy(long nowNanos) {
        var due = new ArrayList<Pending>();
        for (var pendings : List.of(whole, hurried)) {
            pendings.stream()
                    .takeWhile(pending -> pending.deadlineNanos() - nowNanos <= 0)
                    .forEach(due::add);
        }
        return due;
    }

    /** The earliest deadline; empty where nothing is open. */
    Optional<Long> nextDeadlineNanos() {
        return Stream.of(whole, hurried)
                .flatMap(pendings -> pendings.stream().limit(1))
                .map(Pending::deadlineNanos)
                .min((a, b) -> Long.compare(a - b, 0));
    }

    List<Pending> all() {
        return Stream.concat(whole.stream(), hurried.stream()).toList();
    }

    private Collection<Pending> of(Pending pending) {
        return pending.timeNanos() < settings.timeout().toNanos() ? hurried : whole;
    }

    private static int compare(Pending one, Pending other) {
        int byDeadline = Long.compare(one.deadlineNanos() - other.deadlineNanos(), 0);
        return byDeadline != 0 ? byDeadline : Long.compare(one.number(), other.number());
    }

    private static UnavailableException full(Pending pending, String reached, ClientKey bound) {
        return new UnavailableException(
                pending.placement().describe() + " was not sent: " + reached
                        + " are under way or waiting, and no more may be (" + bound.key() + ")",
                null);
    }
}
