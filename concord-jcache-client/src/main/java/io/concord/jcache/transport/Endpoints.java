package io.concord.jcache.transport;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Chooses the endpoint for a request: the leader's as far as it is known, or else the one that served last, until it fails;
 * then the next one that is not resting. All requests go to one endpoint, because what goes together costs less. Guarded by the
 * lock of the {@link Dispatcher}.
 */
final class Endpoints {
    private final List<Endpoint> all;
    private final int inFlightMax;
    private int current;

    /** @param first the endpoint to begin with, so that many clients do not all begin with the same */
    Endpoints(List<URI> uris, int inFlightMax, int first, long nowNanos) {
        this.all = uris.stream().map(uri -> new Endpoint(uri, nowNanos)).toList();
        this.inFlightMax = inFlightMax;
        this.current = first;
    }

    List<Endpoint> all() {
        return all;
    }

    Endpoint current() {
        return all.get(current);
    }

    /** Lets requests go to the leader's endpoint, if it is one of these and not resting. */
    void prefer(Endpoint leader, long nowNanos) {
        if (leader.restsNanos(nowNanos) == 0) {
            current = all.indexOf(leader);
        }
    }

    /** The endpoint for a request now; empty while it has enough of them, or all rest. */
    Optional<Endpoint> next(long nowNanos) {
        for (int i = 0; i < all.size(); i++) {
            int candidate = (current + i) % all.size();
            if (all.get(candidate).restsNanos(nowNanos) == 0) {
                current = candidate;
                return Optional.of(all.get(candidate)).filter(endpoint -> endpoint.inFlight() < inFlightMax);
            }
        }
        return Optional.empty();
    }

    /** How long until one may be asked; 0 if one may now, even if it has enough. */
    long restNanos(long nowNanos) {
        return all.stream()
                .mapToLong(endpoint -> endpoint.restsNanos(nowNanos))
                .min()
                .orElse(0);
    }

    /** How each endpoint has failed since a moment. */
    String failuresSince(long nanos) {
        return all.stream()
                .map(endpoint -> endpoint.uri() + ": " + failureOf(endpoint, nanos))
                .collect(Collectors.joining("; "));
    }

    private static String failureOf(Endpoint endpoint, long sinceNanos) {
        var failure = endpoint.failureSince(sinceNanos);
        if (failure != null) {
            return failure;
        }
        return endpoint.inFlight() > 0 ? "no answer yet" : "not tried";
    }
}
