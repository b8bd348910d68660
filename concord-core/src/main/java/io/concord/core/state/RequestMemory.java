package io.concord.core.state;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were decided last, so that a retry gets the first outcome and no second effect. Immutable, part of
 * the state and of every snapshot, and bounded: the one decided longest ago is evicted first.
 *
 * <p>What was evicted leaves its time: {@link #forgottenUpToMillis} is the greatest origin time of any evicted request. A
 * retry carries the time of its first attempt, so a request that is not remembered and is stamped later than that was
 * never decided, and one stamped at or before it may have been and is never applied again.
 */
final class RequestMemory implements Iterable<RememberedRequest> {
    /** A constant of the state machine and not configuration, because replicas must forget alike. */
    static final int CAPACITY = 65_536;

    private static final long NOTHING_FORGOTTEN = -1;

    private final int capacity;
    private final PersistentMap<RequestKey, RememberedRequest> byKey;
    private final PersistentMap<Long, RememberedRequest> byAge;
    private final long nextAge;
    private final long forgottenUpToMillis;

    private RequestMemory(
            int capacity,
            PersistentMap<RequestKey, RememberedRequest> byKey,
            PersistentMap<Long, RememberedRequest> byAge,
            long nextAge,
            long forgottenUpToMillis) {
        this.capacity = capacity;
        this.byKey = byKey;
        this.byAge = byAge;
        this.nextAge = nextAge;
        this.forgottenUpToMillis = forgottenUpToMillis;
    }

    static RequestMemory empty(int capacity) {
        return forgottenUpTo(capacity, NOTHING_FORGOTTEN);
    }

    static RequestMemory forgottenUpTo(int capacity, long forgottenUpToMillis) {
        return new RequestMemory(capacity, PersistentMap.empty(), PersistentMap.empty(), 0, forgottenUpToMillis);
    }

    @Nullable RememberedRequest find(RequestKey key) {
        return byKey.get(key);
    }

    /** Adds a request that is not remembered yet, and evicts the oldest one if there is no room. */
    RequestMemory remember(RememberedRequest request) {
        var room = byAge.size() < capacity ? this : withoutOldest();
        return new RequestMemory(
                capacity,
                room.byKey.put(request.key(), request),
                room.byAge.put(nextAge, request),
                nextAge + 1,
                room.forgottenUpToMillis);
    }

    private RequestMemory withoutOldest() {
        var oldest = byAge.iterator().next();
        return new RequestMemory(
                capacity,
                byKey.remove(oldest.getValue().key()),
                byAge.remove(oldest.getKey()),
                nextAge,
                Math.max(forgottenUpToMillis, oldest.getValue().timeMillis()));
    }

    /** The greatest origin time of any evicted request, -1 while there is none. */
    long forgottenUpToMillis() {
        return forgottenUpToMillis;
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return byAge.size();
    }

    /** Iterates from the request decided longest ago to the last one. */
    @Override
    public Iterator<RememberedRequest> iterator() {
        return new Values<>(byAge.iterator());
    }
}
