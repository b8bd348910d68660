package io.concord.jcache.near;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept, and which reads are under way. A read takes a {@link Ticket} before it is sent; an invalidation makes the tickets
 * of its key worthless, so that nothing from before it can come back. Safe for use by several threads.
 */
final class NearEntries {
    /** Of the objects around a key and a value. */
    private static final int OVERHEAD_BYTES = 200;

    private final NearLimits limits;
    private final LinkedHashMap<Key, Found> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, Reads> underWay = new HashMap<>();
    private long bytes;

    NearEntries(NearLimits limits) {
        this.limits = limits;
    }

    /** The right to keep what a read finds, as long as its reads are those under way for the key. */
    record Ticket(Key key, Reads reads) {}

    /** Reads of one key that no invalidation has come between. Compared by identity. */
    static final class Reads {
        private int open;
    }

    synchronized Optional<Found> get(Key key) {
        return Optional.ofNullable(kept.get(key));
    }

    synchronized Ticket begin(Key key) {
        var reads = underWay.computeIfAbsent(key, any -> new Reads());
        reads.open++;
        return new Ticket(key, reads);
    }

    /** Keeps what a read found, unless it was invalidated meanwhile or another read found something later. */
    synchronized void keep(Ticket ticket, Found found) {
        if (end(ticket)) {
            var known = kept.get(ticket.key());
            if (known == null || known.revision() <= found.revision()) {
                put(ticket.key(), found);
            }
        }
    }

    /** The read found nothing to keep. */
    synchronized void drop(Ticket ticket) {
        end(ticket);
    }

    synchronized void invalidate(Key key) {
        underWay.remove(key);
        remove(key);
    }

    synchronized void clear() {
        underWay.clear();
        kept.clear();
        bytes = 0;
    }

    synchronized int size() {
        return kept.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int readsUnderWay() {
        return underWay.size();
    }

    /** Whether the ticket is still worth something. */
    private boolean end(Ticket ticket) {
        var valid = underWay.get(ticket.key()) == ticket.reads();
        ticket.reads().open--;
        if (valid && ticket.reads().open == 0) {
            underWay.remove(ticket.key());
        }
        return valid;
    }

    private void put(Key key, Found found) {
        remove(key);
        kept.put(key, found);
        bytes += bytesOf(key, found);
        var eldest = kept.entrySet().iterator();
        while (kept.size() > limits.entriesMax() || bytes > limits.bytesMax()) {
            var least = eldest.next();
            bytes -= bytesOf(least.getKey(), least.getValue());
            eldest.remove();
        }
    }

    private void remove(Key key) {
        var found = kept.remove(key);
        if (found != null) {
            bytes -= bytesOf(key, found);
        }
    }

    private static long bytesOf(Key key, Found found) {
        return OVERHEAD_BYTES
                + 2L * key.text().length()
                + found.entry()
                        .map(Entry::value)
                        .map(value -> (long) value.size())
                        .orElse(0L);
    }
}
