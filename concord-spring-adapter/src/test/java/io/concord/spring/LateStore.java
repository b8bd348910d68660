package io.concord.spring;

import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Between caches and their store: holds back what it is told to, until it is told to let it go. */
final class LateStore implements UnaryOperator<StoreConnection> {
    private volatile Predicate<Object> late = operation -> false;
    private volatile CompletableFuture<Void> gate = new CompletableFuture<>();
    private volatile CompletableFuture<Void> asked = new CompletableFuture<>();

    /** @param late of operations, a {@link BatchOperation.Read} or a {@link BatchChange} */
    void hold(Predicate<Object> late) {
        gate = new CompletableFuture<>();
        asked = new CompletableFuture<>();
        this.late = late;
    }

    /** Completes when the store has been asked for one of those. */
    CompletableFuture<Void> asked() {
        return asked;
    }

    void release() {
        late = operation -> false;
        gate.complete(null);
    }

    private CompletionStage<BatchReply> passed(Object operation, Supplier<CompletionStage<BatchReply>> store) {
        if (!late.test(operation)) {
            return store.get();
        }
        var held = gate.thenCompose(free -> store.get());
        asked.complete(null);
        return held;
    }

    @Override
    public StoreConnection apply(StoreConnection store) {
        return new StoreConnection() {
            @Override
            public CompletionStage<BatchReply> read(BatchOperation.Read read) {
                return passed(read, () -> store.read(read));
            }

            @Override
            public CompletionStage<BatchReply> write(BatchChange change) {
                return passed(change, () -> store.write(change));
            }

            @Override
            public Subscription watch(Namespace namespace, WatchObserver observer) {
                return store.watch(namespace, observer);
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }
}
