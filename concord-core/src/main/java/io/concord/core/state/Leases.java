package io.concord.core.state;

import io.concord.core.model.Author;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * All leases that have not ended, immutable.
 *
 * @param counts how many each owner has
 * @param lastId the greatest id that was ever given
 */
record Leases(
        PersistentMap<Long, Lease> byId,
        PersistentMap<Due, Lease> byDeadline,
        PersistentMap<Owner, Integer> counts,
        long lastId)
        implements Iterable<Lease> {
    static final Leases NONE = afterId(0);

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

    /** Whose a lease is; any total order would do. */
    record Owner(Author author) implements Comparable<Owner> {
        @Override
        public int compareTo(Owner other) {
            int order = author.subject().compareTo(other.author.subject());
            return order == 0 ? author.issuer().compareTo(other.author.issuer()) : order;
        }
    }

    static Leases afterId(long lastId) {
        return new Leases(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), lastId);
    }

    @Nullable Lease get(long id) {
        return byId.get(id);
    }

    int size() {
        return byId.size();
    }

    /** How many leases somebody has. */
    int countOf(Author owner) {
        var count = counts.get(new Owner(owner));
        return count == null ? 0 : count;
    }

    /** Adds a lease, or replaces the one of its id. */
    Leases put(Lease lease) {
        var rest = remove(lease.id());
        return new Leases(
                rest.byId.put(lease.id(), lease),
                rest.byDeadline.put(Due.of(lease), lease),
                rest.counted(lease.owner(), 1),
                Math.max(lastId, lease.id()));
    }

    Leases remove(long id) {
        var lease = byId.get(id);
        return lease == null
                ? this
                : new Leases(byId.remove(id), byDeadline.remove(Due.of(lease)), counted(lease.owner(), -1), lastId);
    }

    private PersistentMap<Owner, Integer> counted(Author author, int more) {
        int count = countOf(author) + more;
        var owner = new Owner(author);
        return count == 0 ? counts.remove(owner) : counts.put(owner, count);
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
