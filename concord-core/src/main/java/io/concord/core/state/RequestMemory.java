package io.concord.core.state;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were decided last, so that a retry gets the first outcome and no second effect. Immutable, part of
 * the state and of every snapshot, and bounded by count, by bytes and by time: the one decided longest ago is evicted
 * first.
 *
 * <p>What was evicted leaves its time: {@link #forgottenUpToMillis} is the greatest first attempt of any evicted request. A
 * retry carries the time of its first attempt, so a request that is not remembered and is stamped later than that was
 * never decided, and one stamped at or before it may have been and is never applied again.
 */
final class RequestMemory implements Iterable<RememberedRequest> {
    /** 15 minutes of the cluster's time: longer than anybody retries. */
    static final long REMEMBER_MILLIS = 15L * 60 * 1000;

    /** So many at a time, so that no command is held up by what another one left. */
    private static final int FORGET_AT_ONCE_MAX = 10_000;

    private static final long NOTHING_FORGOTTEN = -1;

    private final Bounds bounds;
    private final PersistentMap<RequestKey, RememberedRequest> byKey;
    private final PersistentQueue<RememberedRequest> byAge;
    private final long bytes;
    private final long forgottenUpToMillis;

    private RequestMemory(
            Bounds bounds,
            PersistentMap<RequestKey, RememberedRequest> byKey,
            PersistentQueue<RememberedRequest> byAge,
            long bytes,
            long forgottenUpToMillis) {
        this.bounds = bounds;
        this.byKey = byKey;
        this.byAge = byAge;
        this.bytes = bytes;
        this.forgottenUpToMillis = forgottenUpToMillis;
    }

    static RequestMemory empty(Bounds bounds) {
        return forgottenUpTo(bounds, NOTHING_FORGOTTEN);
    }

    static RequestMemory forgottenUpTo(Bounds bounds, long forgottenUpToMillis) {
        return new RequestMemory(bounds, PersistentMap.empty(), PersistentQueue.startingAt(0), 0, forgottenUpToMillis);
    }

    @Nullable RememberedRequest find(RequestKey key) {
        return byKey.get(key);
    }

    /** Adds a request that is not remembered yet, and evicts the oldest ones if there is no room. */
    RequestMemory remember(RememberedRequest request) {
        var room = this;
        while (!room.byAge.isEmpty() && !room.hasRoomFor(request)) {
            room = room.withoutOldest();
        }
        return new RequestMemory(
                bounds,
                room.byKey.put(request.key(), request),
                room.byAge.add(request),
                room.bytes + request.bytes(),
                room.forgottenUpToMillis);
    }

    private boolean hasRoomFor(RememberedRequest request) {
        return byAge.size() < bounds.requestsMax() && bytes + request.bytes() <= bounds.requestBytesMax();
    }

    /** Evicts those decided before a time, or as many of them as one command may. */
    RequestMemory withoutThoseBefore(long timeMillis) {
        var rest = this;
        for (int i = 0; i < FORGET_AT_ONCE_MAX && rest.oldestIsBefore(timeMillis); i++) {
            rest = rest.withoutOldest();
        }
        return rest;
    }

    private boolean oldestIsBefore(long timeMillis) {
        return !byAge.isEmpty() && byAge.oldest().decidedMillis() < timeMillis;
    }

    private RequestMemory withoutOldest() {
        var request = byAge.oldest();
        return new RequestMemory(
                bounds,
                byKey.remove(request.key()),
                byAge.withoutOldest(),
                bytes - request.bytes(),
                Math.max(forgottenUpToMillis, request.firstMillis()));
    }

    /** The greatest first attempt of any evicted request, in the cluster's time; -1 while there is none. */
    long forgottenUpToMillis() {
        return forgottenUpToMillis;
    }

    Bounds bounds() {
        return bounds;
    }

    int size() {
        return byAge.size();
    }

    /** Iterates from the request decided longest ago to the last one. */
    @Override
    public Iterator<RememberedRequest> iterator() {
        return byAge.iterator();
    }
}
