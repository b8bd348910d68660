package io.concord.server.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A coalesced read barrier: all who arrive while a round is under way share the next one, so that any number of reads
 * costs at most one log entry at a time. Nobody shares a round that began before they came: it might not see what was
 * acknowledged in between.
 */
final class Barrier {
    private final Supplier<CompletableFuture<Long>> round;
    private List<CompletableFuture<Long>> waiting = new ArrayList<>();
    private boolean underWay;

    /** @param round commits a Noop and completes with the revision at which it was applied */
    Barrier(Supplier<CompletableFuture<Long>> round) {
        this.round = round;
    }

    /** The revision up to which a node must have applied to see all that was acknowledged before this call. */
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
        round.get().whenComplete((revision, failure) -> {
            begin();
            sharing.forEach(joined -> {
                if (failure == null) {
                    joined.complete(revision);
                } else {
                    joined.completeExceptionally(failure);
                }
            });
        });
    }
}
