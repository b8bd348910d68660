package io.concord.server.service.watch;

import io.concord.core.command.Command;
import io.concord.core.command.Origin;
import io.concord.core.command.Reply;
import io.concord.core.model.Author;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import io.concord.server.service.Deadline;
import io.concord.server.service.ReplicatedLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store of one node, which agrees with itself at once. */
final class Store implements ReplicatedLog {
    private static final Author ALICE = new Author("https://issuer.example", "alice");

    private final Keyspace keyspace = new Keyspace();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long requests;

    /** Puts, and returns the revision of it. */
    long put(String key, String value) {
        return put(Namespace.DEFAULT, key, value);
    }

    synchronized long put(Namespace namespace, String key, String value) {
        return apply(new Command.Put(
                origin(),
                namespace,
                new Key(key),
                Value.of(value.getBytes(StandardCharsets.UTF_8), "text/plain"),
                Precondition.none()));
    }

    synchronized long delete(String key) {
        return apply(new Command.Delete(origin(), Namespace.DEFAULT, new Key(key), Precondition.none()));
    }

    /** Puts so often that the first revision is forgotten. */
    void forgetRevision(long revision) {
        while (localView().history().oldestRevision() <= revision) {
            put("filler", "x");
        }
    }

    @Override
    public CompletionStage<Reply> append(Command command, Deadline deadline) {
        throw new UnsupportedOperationException("nobody writes through a watch");
    }

    @Override
    public CompletionStage<KeyspaceView> linearizableView(Deadline deadline) {
        return CompletableFuture.completedFuture(keyspace.view());
    }

    @Override
    public KeyspaceView localView() {
        return keyspace.view();
    }

    @Override
    public void onApplied(Runnable listener) {
        listeners.add(listener);
    }

    private Origin origin() {
        requests++;
        return new Origin(ALICE, new RequestId("r" + requests), 1_000_000 + requests);
    }

    private long apply(Command command) {
        keyspace.apply(command);
        listeners.forEach(Runnable::run);
        return keyspace.view().revision();
    }
}
