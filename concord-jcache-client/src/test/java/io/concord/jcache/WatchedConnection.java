package io.concord.jcache;

import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what a cache asks of a store. Its watches stand and are behind nothing that any read sees, but tell no change: what a near
 * cache forgets, it forgets by itself.
 */
final class WatchedConnection implements StoreConnection {
    private static final long AHEAD = 1_000_000;

    private final StoreConnection store;
    private final List<BatchOperation.Read> reads = new CopyOnWriteArrayList<>();
    private final List<BatchChange> writes = new CopyOnWriteArrayList<>();
    private final List<Duration> left = new CopyOnWriteArrayList<>();
    private final AtomicInteger watches = new AtomicInteger();
    private final AtomicInteger closedWatches = new AtomicInteger();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);
    private volatile boolean losesAnswers;
    private volatile boolean keepsAnswers;

    WatchedConnection(StoreConnection store) {
        this.store = store;
    }

    List<BatchOperation.Read> reads() {
        return reads;
    }

    int watches() {
        return watches.get();
    }

    int openWatches() {
        return watches.get() - closedWatches.get();
    }

    /** From now on writes happen, and nobody learns that they have. */
    void loseAnswers() {
        losesAnswers = true;
    }

    /** From now on writes happen, and their answers never come. */
    void keepAnswers() {
        keepsAnswers = true;
    }

    /** From now on writes happen, and their answers wait; whoever completes the stage lets them come. */
    CompletableFuture<Void> holdAnswers() {
        var held = new CompletableFuture<Void>();
        answers = held;
        return held;
    }

    /** From now on reads wait; whoever completes the stage lets them go on. */
    CompletableFuture<Void> holdReads() {
        var held = new CompletableFuture<Void>();
        gate = held;
        return held;
    }

    /** The changes that it was asked for. */
    List<BatchChange> writes() {
        return writes;
    }

    /** How much time each operation had that said so. */
    List<Duration> left() {
        return left;
    }

    @Override
    public CompletionStage<BatchReply> read(BatchOperation.Read read, Duration time) {
        left.add(time);
        return read(read);
    }

    @Override
    public CompletionStage<BatchReply> write(BatchChange change, Duration time) {
        left.add(time);
        return write(change);
    }

    @Override
    public CompletionStage<BatchReply> read(BatchOperation.Read read) {
        reads.add(read);
        return gate.thenCompose(open -> store.read(read));
    }

    @Override
    public CompletionStage<BatchReply> write(BatchChange change) {
        writes.add(change);
        var written = store.write(change);
        if (keepsAnswers) {
            return new CompletableFuture<>();
        }
        return written.thenCombine(answers, (reply, open) -> reply)
                .thenCompose(reply -> losesAnswers
                        ? CompletableFuture.failedFuture(new IndeterminateException("no answer came", null))
                        : CompletableFuture.completedFuture(reply));
    }

    @Override
    public Subscription watch(Namespace namespace, WatchObserver observer) {
        watches.incrementAndGet();
        observer.begun(AHEAD);
        return closedWatches::incrementAndGet;
    }

    @Override
    public void close() {
        store.close();
    }
}
