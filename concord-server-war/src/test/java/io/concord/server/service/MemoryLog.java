package io.concord.server.service;

import io.concord.core.command.Command;
import io.concord.core.command.Reply;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log of one node that agrees with itself. */
public class MemoryLog implements ReplicatedLog {
    static final long TIME_MILLIS = 77_000;

    private final Keyspace keyspace = new Keyspace();
    private final List<Command> appended = new ArrayList<>();

    /** Every command so far. */
    List<Command> appended() {
        return appended;
    }

    @Override
    public CompletionStage<Reply> append(Command command, Deadline deadline) {
        appended.add(command);
        return CompletableFuture.completedFuture(
                keyspace.apply(TIME_MILLIS, command).reply());
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
        return keyspace.view();
    }

    @Override
    public void onApplied(Runnable listener) {
        throw new UnsupportedOperationException("nobody watches here");
    }

    @Override
    public void onStopped(Runnable listener) {
        throw new UnsupportedOperationException("it does not stop");
    }

    @Override
    public long clusterTimeMillis() {
        return TIME_MILLIS;
    }
}
