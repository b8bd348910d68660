package io.concord.server.service;

import io.concord.core.command.Command;
import io.concord.core.command.Reply;
import io.concord.core.state.KeyspaceView;
import java.util.concurrent.CompletionStage;

/**
 * The replicated log with the state machine behind it, as the service needs it.
 *
 * <p>Safe for use by many threads. Every stage completes by its deadline, on a thread that may be used for a while.
 * A stage fails with {@link UnavailableException} or {@link IndeterminateException} and with nothing else.
 */
public interface ReplicatedLog {
    /**
     * Has the command agreed upon, made durable by a majority and applied. A command that was submitted more than once
     * on the way (a leader died) is applied at most once, by its request id.
     */
    CompletionStage<Reply> append(Command command, Deadline deadline);

    /**
     * A view that holds every write acknowledged anywhere before this call (a linearizable read). Fails only with
     * {@link UnavailableException}.
     */
    CompletionStage<KeyspaceView> linearizableView(Deadline deadline);

    /** What this node has applied so far: never anything uncommitted, but perhaps old. */
    KeyspaceView localView();

    /**
     * {@link #localView} for a caller who is content with it.
     *
     * @throws UnavailableException if this node has stopped itself: what it has may be wrong
     */
    KeyspaceView staleView();

    /** Has somebody told after each step of {@link #localView}, beside those who are told already; the listener is quick and never waits. */
    void onApplied(Runnable listener);

    /** Has somebody told when this node serves nobody any more, perhaps more than once; the listener may wait. */
    void onStopped(Runnable listener);

    /**
     * The cluster's time (see {@link io.concord.core.model.Lifetime}) as far as this node knows it: never ahead, and
     * behind by no more than it takes to hear of an entry of the log.
     */
    long clusterTimeMillis();
}
