package io.concord.jcache.near;

import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.Value;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import io.concord.jcache.transport.WatchedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store of one namespace whose answers and events come when a test says so. */
final class FakeStore implements StoreConnection {
    static final Namespace CACHE = new Namespace("cache");

    final List<Request> requests = new ArrayList<>();
    final Deque<WatchedEvent> untold = new ArrayDeque<>();
    private final Map<Key, Entry> entries = new HashMap<>();
    private @Nullable WatchObserver observer;
    long revision = 1;
    long told = 1;
    boolean unwatched;
    int watches;

    /** A read that was sent; answered by what the store has when it is carried out. */
    final class Request {
        final BatchOperation.Read read;
        private final CompletableFuture<BatchReply> reply = new CompletableFuture<>();
        private @Nullable BatchOutcome outcome;

        Request(BatchOperation.Read read) {
            this.read = read;
        }

        boolean isCarriedOut() {
            return outcome != null;
        }

        void carryOut() {
            outcome = outcomeOf(read);
        }

        void answer() {
            if (outcome == null) {
                carryOut();
            }
            requests.remove(this);
            reply.complete(BatchReply.first(Objects.requireNonNull(outcome)));
        }

        void fail(RuntimeException failure) {
            requests.remove(this);
            reply.completeExceptionally(failure);
        }
    }

    @Override
    public CompletionStage<BatchReply> read(BatchOperation.Read read) {
        var request = new Request(read);
        requests.add(request);
        return request.reply;
    }

    @Override
    public CompletionStage<BatchReply> write(BatchChange change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Subscription watch(Namespace namespace, WatchObserver watching) {
        observer = watching;
        watches++;
        return () -> unwatched = true;
    }

    @Override
    public void close() {}

    Entry put(Key key, String value) {
        revision++;
        var entry = new Entry(
                key,
                Value.of(value.getBytes(StandardCharsets.UTF_8), "text/plain"),
                revision,
                revision,
                1,
                new Author("", "alice"),
                0,
                Lifetime.FOREVER);
        entries.put(key, entry);
        untold.add(new WatchedEvent(WatchedEvent.Type.WRITTEN, key, Optional.of(entry), Optional.empty(), false));
        return entry;
    }

    void delete(Key key) {
        revision++;
        entries.remove(key);
        untold.add(new WatchedEvent(WatchedEvent.Type.DELETED, key, Optional.empty(), Optional.empty(), true));
    }

    WatchObserver observer() {
        return Objects.requireNonNull(observer);
    }

    void begin() {
        untold.clear();
        told = revision;
        observer().begun(revision);
    }

    void tellNext() {
        var event = untold.remove();
        told++;
        observer().commitBegins(told);
        observer().event(event);
        observer().commitEnds(told);
    }

    void tellAll() {
        while (!untold.isEmpty()) {
            tellNext();
        }
    }

    void loseUntold() {
        untold.clear();
        told = revision;
        observer().gap(revision);
    }

    private BatchOutcome outcomeOf(BatchOperation.Read read) {
        if (read instanceof BatchOperation.GetIfChanged get) {
            var entry = entries.get(get.at().key());
            return entry != null && entry.revision() == get.knownRevision()
                    ? new BatchOutcome.Unchanged(revision)
                    : new BatchOutcome.Found(revision, Optional.ofNullable(entry));
        }
        EntryName at = ((BatchOperation.Get) read).at();
        return new BatchOutcome.Found(revision, Optional.ofNullable(entries.get(at.key())));
    }
}
