package io.concord.server.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A coalesced read barrier: all who arrive while a round is under way share the next one, so that any number of reads
 * costs at most one question to the members at a time. Nobody shares a round that began before they came: it might not see what was
 * acknowledged in between.
 */
final class Barrier {
    private final Supplier<CompletableFuture<Long>> round;
    private final Executor executor;
    private List<CompletableFuture<Long>> waiting = new ArrayList<>();
    private boolean underWay;

    /**
     * @param round completes with an index of the log that holds everything acknowledged before it began
     * @param executor begins the next round
     */
    Barrier(Supplier<CompletableFuture<Long>> round, Executor executor) {
        this.round = round;
        this.executor = executor;
    }

    /** The index up to which a node must have applied to see all that was acknowledged before this call. */
    CompletableFuture<Long> join() {
        var joined = new CompletableFuture<Long>();
        synchronized (this) {
            waiting.add(joined);
            if (underWay) {
                return joined;
            }
            underWay = true;
        }
        begin();
        return joined;
    }

    private void begin() {
        List<CompletableFuture<Long>> sharing;
        synchronized (this) {
            if (waiting.isEmpty()) {
                underWay = false;
                return;
            }
            sharing = waiting;
            waiting = new ArrayList<>();
        }
        running().whenComplete((index, failure) -> {
            sharing.forEach(joined -> {
                if (failure == null) {
                    joined.complete(index);
                } else {
                    joined.completeExceptionally(failure);
                }
            });
            // Not from here: rounds that end at once would pile up on the stack.
            executor.execute(this::begin);
        });
    }

    /** A round that cannot even begin has failed; the barrier goes on. */
    private CompletableFuture<Long> running() {
        try {
            return round.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
