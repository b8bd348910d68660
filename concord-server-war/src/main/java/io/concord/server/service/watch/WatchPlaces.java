package io.concord.server.service.watch;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The places for watches at a node: so many in all, and so many of them for each identity. Safe for use by many threads. */
final class WatchPlaces {
    private final int max;
    private final int perIdentityMax;
    private final Map<Object, Integer> taken = new HashMap<>();
    private int takenOfAll;

    /** @param perIdentityMax 0 for any number */
    WatchPlaces(int max, int perIdentityMax) {
        this.max = max;
        this.perIdentityMax = perIdentityMax;
    }

    /** One that is taken. */
    final class Place {
        private final Object identity;
        private final AtomicBoolean released = new AtomicBoolean();

        private Place(Object identity) {
            this.identity = identity;
        }

        /** Gives it back; only once. */
        void release() {
            if (released.compareAndSet(false, true)) {
                giveBack(identity);
            }
        }
    }

    /** @throws RequestFailure {@link ErrorCode#TOO_MANY_REQUESTS} if the identity has all that it may have, or all are taken */
    synchronized Place take(Object identity) {
        int his = taken.getOrDefault(identity, 0);
        if (perIdentityMax > 0 && his >= perIdentityMax) {
            throw new RequestFailure(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "you have " + his + " watches at this node, your limit (concord.limits.watchers-per-identity-max);"
                            + " end one, or watch more with each");
        }
        if (takenOfAll >= max) {
            throw new RequestFailure(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "this node has " + max
                            + " watchers, its limit (concord.limits.watchers-max); watch at another one");
        }
        taken.put(identity, his + 1);
        takenOfAll++;
        return new Place(identity);
    }

    private synchronized void giveBack(Object identity) {
        taken.computeIfPresent(identity, (his, count) -> count == 1 ? null : count - 1);
        takenOfAll--;
    }
}
