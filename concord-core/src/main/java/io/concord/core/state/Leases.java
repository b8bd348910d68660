package io.concord.core.state;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * All leases that have not ended, immutable.
 *
 * @param lastId the greatest id that was ever given
 */
record Leases(PersistentMap<Long, Lease> byId, PersistentMap<Due, Lease> byDeadline, long lastId)
        implements Iterable<Lease> {
    static final Leases NONE = new Leases(PersistentMap.empty(), PersistentMap.empty(), 0);

    /** When a lease ends. */
    record Due(long deadlineMillis, long id) implements Comparable<Due> {
        static Due of(Lease lease) {
            return new Due(lease.deadlineMillis(), lease.id());
        }

        @Override
        public int compareTo(Due other) {
            int order = Long.compare(deadlineMillis, other.deadlineMillis);
            return order == 0 ? Long.compare(id, other.id) : order;
        }
    }

    static Leases afterId(long lastId) {
        return new Leases(PersistentMap.empty(), PersistentMap.empty(), lastId);
    }

    @Nullable Lease get(long id) {
        return byId.get(id);
    }

    int size() {
        return byId.size();
    }

    /** Adds a lease, or replaces the one of its id. */
    Leases put(Lease lease) {
        var rest = remove(lease.id());
        return new Leases(
                rest.byId.put(lease.id(), lease),
                rest.byDeadline.put(Due.of(lease), lease),
                Math.max(lastId, lease.id()));
    }

    Leases remove(long id) {
        var lease = byId.get(id);
        return lease == null ? this : new Leases(byId.remove(id), byDeadline.remove(Due.of(lease)), lastId);
    }

    /** Those that end at this time or before, the first to end first. */
    PersistentMap<Due, Lease> dueBy(long timeMillis) {
        return byDeadline.takeWhile(due -> due.deadlineMillis() <= timeMillis);
    }

    /** By ascending id. */
    @Override
    public Iterator<Lease> iterator() {
        return new Values<>(byId.iterator());
    }
}
