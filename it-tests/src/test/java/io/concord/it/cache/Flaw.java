package io.concord.it.cache;

import io.concord.core.model.EntryName;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Bugs that a client might have, to be planted in one: histories and counts must show each. */
public enum Flaw {
    /** Writes without looking at the revision that the decision was made for. */
    COMPARES_NOTHING {
        @Override
        CompletionStage<BatchReply> write(Flawed connection, BatchChange change) {
            return connection.sound.write(
                    change instanceof BatchChange.Put put && put.precondition() instanceof Precondition.RevisionIn
                            ? new BatchChange.Put(
                                    put.at(),
                                    put.value(),
                                    Precondition.none(),
                                    put.expiry(),
                                    put.returning(),
                                    put.tags())
                            : change);
        }
    },

    /** Now and then takes an answer for lost and sends the write again under another id, so that it is carried out twice. */
    RETRIES_BY_ANOTHER_ID {
        @Override
        CompletionStage<BatchReply> write(Flawed connection, BatchChange change) {
            var first = connection.sound.write(change);
            return connection.isTurn() ? first.thenCompose(lost -> connection.sound.write(change)) : first;
        }
    },

    /** Now and then calls a write done that was never sent. */
    FORGETS_TO_SEND {
        @Override
        CompletionStage<BatchReply> write(Flawed connection, BatchChange change) {
            var last = connection.lastPut.get();
            var isPlain = change instanceof BatchChange.Put put
                    && put.precondition() instanceof Precondition.None
                    && !put.returning();
            if (!isPlain) {
                return connection.sound.write(change);
            }
            return last != null && connection.isTurn()
                    ? CompletableFuture.completedFuture(last)
                    : connection.sound.write(change).whenComplete((reply, failure) -> connection.lastPut.set(reply));
        }
    },

    /** Now and then answers a read with what the one before it was answered. */
    READS_WHAT_WAS {
        @Override
        CompletionStage<BatchReply> read(Flawed connection, BatchOperation.Read read) {
            if (!(read instanceof BatchOperation.Get get)) {
                return connection.sound.read(read);
            }
            var kept = connection.kept.get(get.at());
            return kept != null && connection.isTurn()
                    ? CompletableFuture.completedFuture(kept)
                    : connection.sound.read(read).whenComplete((reply, failure) -> {
                        if (reply != null) {
                            connection.kept.put(get.at(), reply);
                        }
                    });
        }
    };

    private static final int ONE_IN = 4;

    /** A connection with this flaw. */
    StoreConnection in(StoreConnection sound) {
        return new Flawed(this, sound);
    }

    CompletionStage<BatchReply> read(Flawed connection, BatchOperation.Read read) {
        return connection.sound.read(read);
    }

    CompletionStage<BatchReply> write(Flawed connection, BatchChange change) {
        return connection.sound.write(change);
    }

    /** What a flaw needs to know. */
    private static final class Flawed implements StoreConnection {
        private final Flaw flaw;
        private final StoreConnection sound;
        private final Map<EntryName, BatchReply> kept = new ConcurrentHashMap<>();
        private final AtomicReference<@Nullable BatchReply> lastPut = new AtomicReference<>();
        private final AtomicInteger turns = new AtomicInteger();

        Flawed(Flaw flaw, StoreConnection sound) {
            this.flaw = flaw;
            this.sound = sound;
        }

        boolean isTurn() {
            return turns.incrementAndGet() % ONE_IN == 0;
        }

        @Override
        public CompletionStage<BatchReply> read(BatchOperation.Read read) {
            return flaw.read(this, read);
        }

        @Override
        public CompletionStage<BatchReply> write(BatchChange change) {
            return flaw.write(this, change);
        }

        @Override
        public Subscription watch(Namespace namespace, WatchObserver observer) {
            return sound.watch(namespace, observer);
        }

        @Override
        public void close() {
            sound.close();
        }
    }
}
