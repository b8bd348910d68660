package io.concord.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The writes of one cache that give entries tags and are under way. The cluster may carry out an eviction by tag before them,
 * because it keeps an order for each key alone: so an eviction waits for them. As many as the client lets be under way.
 */
final class TaggedWrites {
    private final ConcurrentHashMap<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();

    /** The same write. */
    <T> CompletionStage<T> begun(CompletionStage<T> write) {
        var ended = new CompletableFuture<T>();
        var mine = number.incrementAndGet();
        underWay.put(mine, ended);
        return write.whenComplete((done, failure) -> {
            underWay.remove(mine);
            ended.complete(done);
        });
    }

    /** Completes when all that have begun until now have ended, however they have. */
    CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(underWay.values().toArray(CompletableFuture<?>[]::new));
    }
}
