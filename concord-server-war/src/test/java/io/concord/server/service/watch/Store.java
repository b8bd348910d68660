package io.concord.server.service.watch;

import io.concord.core.access.Rule;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTally;
import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Reply;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.TokenSelector;
import io.concord.core.model.Value;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import io.concord.server.service.Deadline;
import io.concord.server.service.ReplicatedLog;
import io.concord.server.service.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store of one node, which agrees with itself at once. */
final class Store implements ReplicatedLog {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;
    private static final Author ALICE = new Author("https://issuer.example", "alice");

    private final Keyspace keyspace = new Keyspace();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long now = 1;
    private long requests;
    private boolean stopped;

    /** Puts, and returns the revision of it. */
    long put(String key, String value) {
        return put(Namespace.DEFAULT, key, value);
    }

    synchronized long put(Namespace namespace, String key, String value) {
        return apply(putting(new EntryName(namespace, new Key(key)), value, Expiry.never()));
    }

    /** Puts what expires after so many milliseconds of the time of this store, which only {@link #pass} moves on. */
    synchronized long putFor(long millis, String key) {
        return apply(putting(name(key), "x", Expiry.after(millis)));
    }

    synchronized long delete(String key) {
        return apply(new Step.Delete(name(key), Precondition.none(), false));
    }

    /** Puts several keys in one commit. */
    synchronized long putTogether(String... keys) {
        List<Step> steps = Arrays.stream(keys)
                .<Step>map(key -> putting(name(key), "x", Expiry.never()))
                .toList();
        return apply(new Operation.Transaction(List.of(), steps, List.of()));
    }

    synchronized void put(Rule rule) {
        apply(new Operation.PutRule(rule, Precondition.none()));
    }

    synchronized void revoke(TokenSelector tokens) {
        apply(new Operation.RevokeTokens(tokens, 0));
    }

    /** Replaces everything by a backup of nothing. */
    synchronized long restoreNothing() {
        var space = new BackupRecord.Space(Namespace.DEFAULT, NamespaceSettings.NONE);
        apply(new Operation.BeginRestore(0, 0, true));
        apply(new Operation.RestorePart(1, 0, List.of(space)));
        return apply(
                new Operation.FinishRestore(1, BackupTally.NOTHING.with(space).totals()));
    }

    /** From now on it serves nobody. */
    void stop() {
        stopped = true;
    }

    /** Lets time pass, and with it what expires. */
    synchronized long pass(long millis) {
        now += millis;
        return apply(new Command.Tick(EPOCH_MILLIS + now));
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
    public KeyspaceView staleView() {
        if (stopped) {
            throw UnavailableException.notNow("this node has stopped itself");
        }
        return keyspace.view();
    }

    @Override
    public void onApplied(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void onStopped(Runnable listener) {
        throw new UnsupportedOperationException("nobody is told that it stops");
    }

    @Override
    public long clusterTimeMillis() {
        return now;
    }

    private static Step.Put putting(EntryName at, String value, Expiry expiry) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        return new Step.Put(at, Value.of(bytes, "text/plain"), Precondition.none(), expiry, false);
    }

    private static EntryName name(String key) {
        return new EntryName(Namespace.DEFAULT, new Key(key));
    }

    private long apply(Operation operation) {
        requests++;
        var origin = new Origin(ALICE, new RequestId("r" + requests), EPOCH_MILLIS + now, now)
                .by(keyspace.view().rules().revision());
        return apply(new Command.Write(origin, Command.Write.NO_DEADLINE, operation));
    }

    private long apply(Command command) {
        keyspace.apply(now, command);
        listeners.forEach(Runnable::run);
        return keyspace.view().revision();
    }
}
