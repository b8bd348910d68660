package io.concord.server.raft.replica;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Reads that wait to be told which index they must have applied. Question and answer can be lost, so they are asked again
 * until the caller gives up, which it does by completing the future.
 */
final class PendingReads {
    private final Map<Long, CompletableFuture<Long>> byId = new HashMap<>();
    private long lastId;

    /** @param firstId so that an answer meant for an earlier run of this member is not taken for a new one */
    PendingReads(long firstId) {
        this.lastId = firstId;
    }

    void add(CompletableFuture<Long> index, LongConsumer ask) {
        lastId++;
        byId.put(lastId, index);
        ask.accept(lastId);
    }

    void ready(long id, long index) {
        var reader = byId.remove(id);
        if (reader != null) {
            reader.complete(index);
        }
    }

    /** Asks again for those who still wait. */
    void askAgain(LongConsumer ask) {
        byId.values().removeIf(CompletableFuture::isDone);
        byId.keySet().forEach(ask::accept);
    }
}
