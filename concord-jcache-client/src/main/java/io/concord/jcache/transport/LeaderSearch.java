package io.concord.jcache.transport;

import io.concord.core.model.Escaped;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds the endpoint of the leader, which saves each request a way from node to node. It is a hint: every node serves every
 * request. While there is something to do, and every five seconds at most, it asks the endpoint in use for the cluster's status,
 * and the others only to learn which of them the leader is.
 */
final class LeaderSearch {
    static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final System.Logger LOG = System.getLogger(LeaderSearch.class.getName());

    private final List<Endpoint> endpoints;
    private final Dispatcher dispatcher;
    private final TokenSource tokens;
    private final Exchange exchange;
    private final Surroundings surroundings;
    private final Map<String, Endpoint> byNode = new ConcurrentHashMap<>();
    private final AtomicLong nextNanos;

    LeaderSearch(
            List<Endpoint> endpoints,
            Dispatcher dispatcher,
            TokenSource tokens,
            Exchange exchange,
            Surroundings surroundings) {
        this.endpoints = endpoints;
        this.dispatcher = dispatcher;
        this.tokens = tokens;
        this.exchange = exchange;
        this.surroundings = surroundings;
        this.nextNanos = new AtomicLong(surroundings.nanoTime().getAsLong());
    }

    /** To be called with every operation; costs the reading of a clock unless it is time to look. */
    void onOperation() {
        long now = surroundings.nanoTime().getAsLong();
        long next = nextNanos.get();
        if (endpoints.size() > 1 && now - next >= 0 && nextNanos.compareAndSet(next, now + EACH_NANOS)) {
            surroundings.worker().execute(this::look);
        }
    }

    private void look() {
        var current = dispatcher.current();
        ask(current).thenAccept(leader -> {
            if (leader.isPresent() && !byNode.containsKey(leader.get())) {
                CompletableFuture.allOf(endpoints.stream()
                                .filter(endpoint -> endpoint != current)
                                .map(this::ask)
                                .toArray(CompletableFuture<?>[]::new))
                        .thenRun(() -> prefer(current, leader.get()));
            } else {
                leader.ifPresent(id -> prefer(current, id));
            }
        });
    }

    /** Learns which node the endpoint is; returns who leads as it sees it. */
    private CompletableFuture<Optional<String>> ask(Endpoint endpoint) {
        return tokens.current()
                .thenCompose(token -> exchange.status(endpoint.uri(), token, TIMEOUT_NANOS))
                .thenApply(status -> {
                    status.flatMap(text -> Problems.member(text, "node")).ifPresent(node -> byNode.put(node, endpoint));
                    return status.flatMap(text -> Problems.member(text, "leader"));
                })
                .exceptionally(noToken -> Optional.empty());
    }

    private void prefer(Endpoint current, String leader) {
        var endpoint = byNode.get(leader);
        if (endpoint != null && endpoint != current) {
            LOG.log(
                    Level.DEBUG,
                    () -> "requests go to " + endpoint.uri() + ", where leader " + Escaped.text(leader) + " is");
            dispatcher.prefer(endpoint);
        }
    }
}
