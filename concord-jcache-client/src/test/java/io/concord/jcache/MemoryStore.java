package io.concord.jcache;

import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.core.state.Applied;
import io.concord.core.state.Commit;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import io.concord.jcache.transport.WatchedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * A store in this JVM, which several connections share: the state machine of the cluster behind one thread, without the network
 * and without the disks.
 */
public final class MemoryStore implements AutoCloseable {
    private static final Author AUTHOR = new Author("", "alice");

    private final Keyspace keyspace = new Keyspace();
    private final AtomicInteger operations = new AtomicInteger();
    private final LongSupplier clockMillis;
    private final Set<MemoryWatch> watches = new CopyOnWriteArraySet<>();
    private final ExecutorService thread = thread("memory-store");
    private final ExecutorService watching = thread("memory-watch");

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(work -> {
            var made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    MemoryStore(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    /** A new connection to the store. */
    StoreConnection connect() {
        return new Connection();
    }

    /** How many operations the store was asked for. */
    int operations() {
        return operations.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        watching.shutdownNow();
    }

    private final class Connection implements StoreConnection {
        private volatile boolean closed;

        @Override
        public CompletionStage<BatchReply> read(BatchOperation.Read read) {
            return submit(() -> {
                tick();
                return read.acceptRead(new MemoryReads(keyspace.view()));
            });
        }

        @Override
        public CompletionStage<BatchReply> write(BatchChange change) {
            return submit(() -> {
                tick();
                return outcome(apply(change.accept(new MemoryChanges())));
            });
        }

        private CompletionStage<BatchReply> submit(Supplier<BatchOutcome> work) {
            if (closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the connection is closed"));
            }
            operations.incrementAndGet();
            return CompletableFuture.supplyAsync(() -> BatchReply.first(work.get()), thread);
        }

        @Override
        public Subscription watch(Namespace namespace, WatchObserver observer) {
            var watch = new MemoryWatch(namespace, observer);
            thread.execute(() -> {
                watches.add(watch);
                watch.tell(() -> observer.begun(keyspace.view().revision()));
            });
            return watch::close;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private void tick() {
        var now = clockMillis.getAsLong();
        tell(keyspace.apply(now, new Command.Tick(now)));
    }

    private Applied tell(Applied applied) {
        applied.commits().forEach(commit -> watches.forEach(watch -> watch.tell(commit)));
        return applied;
    }

    /** A subscription; its observer runs on a thread of its own, because it may use the store. */
    private final class MemoryWatch implements ChangeEvent.Handler<WatchedEvent> {
        private final Namespace namespace;
        private final WatchObserver observer;
        private volatile boolean closed;

        MemoryWatch(Namespace namespace, WatchObserver observer) {
            this.namespace = namespace;
            this.observer = observer;
        }

        void close() {
            closed = true;
            watches.remove(this);
        }

        void tell(Runnable call) {
            watching.execute(() -> {
                if (!closed) {
                    call.run();
                }
            });
        }

        void tell(Commit commit) {
            tell(() -> {
                observer.commitBegins(commit.revision());
                StreamSupport.stream(commit.spliterator(), false)
                        .filter(event -> event.namespace().equals(namespace))
                        .forEach(event -> observer.event(event.accept(this)));
                observer.commitEnds(commit.revision());
            });
        }

        @Override
        public WatchedEvent entryWritten(ChangeEvent.EntryWritten event) {
            return new WatchedEvent(
                    WatchedEvent.Type.WRITTEN, event.key(), Optional.of(event.entry()), event.previous(), false);
        }

        @Override
        public WatchedEvent entryDeleted(ChangeEvent.EntryDeleted event) {
            return gone(WatchedEvent.Type.DELETED, event.previous(), event.quiet());
        }

        @Override
        public WatchedEvent entryExpired(ChangeEvent.EntryExpired event) {
            return gone(WatchedEvent.Type.EXPIRED, event.previous(), false);
        }

        private WatchedEvent gone(WatchedEvent.Type type, Entry previous, boolean quiet) {
            return new WatchedEvent(type, previous.key(), Optional.empty(), Optional.of(previous), quiet);
        }
    }

    private Outcome apply(Operation operation) {
        var now = clockMillis.getAsLong();
        var origin = new Origin(AUTHOR, new RequestId(UUID.randomUUID().toString()), now, now);
        return tell(keyspace.apply(now, new Command.Write(origin, Command.Write.NO_DEADLINE, operation)))
                .reply()
                .outcome();
    }

    private static BatchOutcome outcome(Outcome outcome) {
        if (outcome instanceof Outcome.Written written) {
            return new BatchOutcome.Written(
                    written.revision(), written.createRevision(), written.version(), written.previous());
        }
        if (outcome instanceof Outcome.Deleted deleted) {
            return new BatchOutcome.Deleted(deleted.revision(), deleted.existed(), deleted.previous());
        }
        if (outcome instanceof Outcome.Touched touched) {
            return new BatchOutcome.Touched(touched.revision(), touched.existed());
        }
        if (outcome instanceof Outcome.Found found) {
            return new BatchOutcome.Found(found.revision(), found.entry());
        }
        if (outcome instanceof Outcome.RangeDeleted deleted) {
            return new BatchOutcome.RangeDeleted(deleted.revision(), deleted.count());
        }
        if (outcome instanceof Outcome.Executed executed) {
            return outcome(executed.outcomes().get(executed.outcomes().size() - 1));
        }
        if (outcome instanceof Outcome.NamespaceReady ready) {
            return new BatchOutcome.NamespaceReady(ready.revision(), ready.created(), ready.settings());
        }
        if (outcome instanceof Outcome.NamespaceDestroyed destroyed) {
            return new BatchOutcome.NamespaceDestroyed(destroyed.revision(), destroyed.existed(), destroyed.count());
        }
        if (outcome instanceof Refusal.PreconditionFailed failed) {
            return new BatchOutcome.PreconditionFailed(failed.revision(), failed.entryRevision(), failed.current());
        }
        if (outcome instanceof Refusal.NamespaceMissing missing) {
            throw noNamespace(missing.namespace());
        }
        throw new IllegalStateException("no caches come to " + outcome);
    }

    private static RefusedException noNamespace(Namespace namespace) {
        return new RefusedException("namespace-not-found", "there is no namespace '" + namespace + "'");
    }

    private record MemoryReads(KeyspaceView view) implements BatchOperation.ReadHandler<BatchOutcome> {
        @Override
        public BatchOutcome get(BatchOperation.Get get) {
            require(get.at().namespace());
            return new BatchOutcome.Found(view.revision(), view.get(get.at()));
        }

        @Override
        public BatchOutcome getIfChanged(BatchOperation.GetIfChanged get) {
            return get(new BatchOperation.Get(get.at(), false));
        }

        @Override
        public BatchOutcome contains(BatchOperation.Contains contains) {
            require(contains.at().namespace());
            return new BatchOutcome.Contained(
                    view.revision(), view.get(contains.at()).isPresent());
        }

        @Override
        public BatchOutcome scan(BatchOperation.Scan scan) {
            require(scan.namespace());
            var range = view.range(scan.namespace(), scan.keys());
            var after = scan.after();
            var entries = (after == null ? range : range.after(after)).iterator();
            var page = new ArrayList<Entry>();
            while (entries.hasNext() && page.size() < scan.limit()) {
                page.add(entries.next());
            }
            return new BatchOutcome.Page(view.revision(), page, entries.hasNext());
        }

        private void require(Namespace namespace) {
            if (view.namespace(namespace).isEmpty()) {
                throw noNamespace(namespace);
            }
        }
    }

    private static final class MemoryChanges implements BatchChange.Handler<Operation> {
        @Override
        public Operation put(BatchChange.Put put) {
            return new Step.Put(put.at(), put.value(), put.precondition(), put.expiry(), put.returning(), put.tags());
        }

        @Override
        public Operation delete(BatchChange.Delete delete) {
            return new Step.Delete(delete.at(), delete.precondition(), delete.returning());
        }

        @Override
        public Operation touch(BatchChange.Touch touch) {
            return new Step.Touch(touch.at(), touch.precondition(), touch.expiry());
        }

        @Override
        public Operation getAndTouch(BatchChange.GetAndTouch both) {
            return new Operation.Transaction(
                    List.of(),
                    List.of(new Step.Touch(both.at(), Precondition.none(), both.expiry()), new Step.Get(both.at())),
                    List.of());
        }

        @Override
        public Operation deleteRange(BatchChange.DeleteRange deleteRange) {
            return new Step.DeleteRange(deleteRange.namespace(), deleteRange.keys(), deleteRange.quiet());
        }

        @Override
        public Operation deleteTagged(BatchChange.DeleteTagged tagged) {
            return new Step.DeleteTagged(tagged.tag(), tagged.namespace(), tagged.quiet());
        }

        @Override
        public Operation createNamespace(BatchChange.CreateNamespace create) {
            return new Operation.CreateNamespace(create.namespace(), create.settings(), create.mustBeNew());
        }

        @Override
        public Operation destroyNamespace(BatchChange.DestroyNamespace destroy) {
            return new Operation.DestroyNamespace(destroy.namespace());
        }

        @Override
        public Operation increment(BatchChange.Increment increment) {
            throw new UnsupportedOperationException("no cache increments");
        }

        @Override
        public Operation grantLease(BatchChange.GrantLease grant) {
            throw new UnsupportedOperationException("no cache has leases");
        }

        @Override
        public Operation keepLease(BatchChange.KeepLease keep) {
            throw new UnsupportedOperationException("no cache has leases");
        }

        @Override
        public Operation revokeLease(BatchChange.RevokeLease revoke) {
            throw new UnsupportedOperationException("no cache has leases");
        }
    }
}
