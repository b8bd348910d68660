package io.concord.server.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events that wait for the writer, from any thread and in their order; bounded by their characters. */
final class AuditQueue {
    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final AtomicLong characters = new AtomicLong();

    /**
     * An event that waits.
     *
     * @param onDisk completes once it is there; null where nobody waits for it
     */
    record Item(AuditEvent event, @Nullable CompletableFuture<Void> onDisk) {
        private long characters() {
            return event.members().length();
        }

        boolean isAwaited() {
            return onDisk != null;
        }

        void written() {
            if (onDisk != null) {
                onDisk.complete(null);
            }
        }

        void failed(Exception cause) {
            if (onDisk != null) {
                onDisk.completeExceptionally(cause);
            }
        }
    }

    /** False if it does not fit. */
    boolean offer(Item item) {
        if (characters.addAndGet(item.characters()) > AuditLog.QUEUED_CHARACTERS_MAX) {
            done(item);
            return false;
        }
        return items.add(item);
    }

    /** Counts an event of the writer's own, which does not come through the queue and always fits. */
    Item own(AuditEvent event) {
        var item = new Item(event, null);
        characters.addAndGet(item.characters());
        return item;
    }

    /** The next ones, so many at most; waits for the first. */
    List<Item> await(long millis, int max) throws InterruptedException {
        var first = items.poll(millis, TimeUnit.MILLISECONDS);
        var taken = new ArrayList<Item>();
        if (first != null) {
            taken.add(first);
            items.drainTo(taken, max - 1);
        }
        return taken;
    }

    /** Those that are there, so many at most. */
    List<Item> take(int max) {
        var taken = new ArrayList<Item>();
        items.drainTo(taken, max);
        return taken;
    }

    /** What was taken does not wait any more: it is written, or given up. */
    void done(Item item) {
        characters.addAndGet(-item.characters());
    }

    /** How many characters wait, of what was taken too until it is done. */
    long characters() {
        return characters.get();
    }
}
