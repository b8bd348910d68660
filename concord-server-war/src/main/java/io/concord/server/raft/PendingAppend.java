package io.concord.server.raft;

import io.concord.core.command.Refusal;
import io.concord.server.service.Deadline;
import io.concord.server.service.IndeterminateException;
import io.concord.server.service.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way into the log, submitted again after each change of leader until it is applied or its time is
 * up. Submitting twice is safe: the state machine applies a request id at most once. Keeps apart what certainly did not
 * happen from what may have.
 */
final class PendingAppend {
    /** The way to the leader; completes normally or never. */
    interface Path {
        CompletableFuture<Attempt> submit(byte[] command);
    }

    /** About the time in which a follower learns of a new leader. */
    private static final long RETRY_MILLIS = 30;

    private final byte[] command;
    private final Deadline deadline;
    private final Path path;
    private final Quorum quorum;
    private final ScheduledExecutorService scheduler;
    private final CompletableFuture<Attempt.Applied> result = new CompletableFuture<>();
    private final ScheduledFuture<?> expiry;

    /** Where the command is; one state, so that the verdict at the deadline and a submission exclude each other. */
    private enum Phase {
        WAITING,
        SENT,
        EXPIRED
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    /** Once an attempt was lost, the command stays in doubt whatever becomes of later ones. */
    private volatile boolean everLost;

    private volatile @Nullable CompletableFuture<Attempt> current;

    PendingAppend(byte[] command, Deadline deadline, Path path, Quorum quorum, ScheduledExecutorService scheduler) {
        this.command = command;
        this.deadline = deadline;
        this.path = path;
        this.quorum = quorum;
        this.scheduler = scheduler;
        this.expiry = scheduler.schedule(this::expire, Math.max(0, deadline.remainingMillis()), TimeUnit.MILLISECONDS);
        result.whenComplete((reply, failure) -> expiry.cancel(false));
    }

    CompletableFuture<Attempt.Applied> result() {
        return result;
    }

    void attempt() {
        if (deadline.hasPassed()) {
            expire();
            return;
        }
        if (!quorum.isReachable() && !everLost) {
            result.completeExceptionally(quorum.unreachable());
            return;
        }
        if (!phase.compareAndSet(Phase.WAITING, Phase.SENT)) {
            return;
        }
        var attempt = path.submit(command);
        current = attempt;
        if (result.isDone()) {
            // The deadline passed meanwhile and found nothing to cancel.
            attempt.cancel(false);
        }
        attempt.thenAccept(this::conclude);
    }

    private void conclude(Attempt attempt) {
        if (attempt instanceof Attempt.Applied applied) {
            accept(applied);
        } else if (attempt instanceof Attempt.Overloaded && !everLost) {
            result.completeExceptionally(UnavailableException.overloaded("the leader's queue is full; retry later"));
        } else {
            if (attempt instanceof Attempt.Lost) {
                everLost = true;
            }
            phase.compareAndSet(Phase.SENT, Phase.WAITING);
            retry();
        }
    }

    private void retry() {
        try {
            scheduler.schedule(this::attempt, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The node is stopping; what is in doubt stays so.
            expire();
        }
    }

    /** The state may have forgotten the first submission by the time the second arrives; then nobody can say. */
    private void accept(Attempt.Applied applied) {
        if (applied.reply().outcome() instanceof Refusal.RequestForgotten) {
            result.completeExceptionally(
                    everLost
                            ? new IndeterminateException("the write may have been applied; its id is no longer known")
                            : UnavailableException.notNow("the write came too late to be applied; nothing happened"));
        } else {
            result.complete(applied);
        }
    }

    private void expire() {
        var inDoubt = phase.getAndSet(Phase.EXPIRED) == Phase.SENT || everLost;
        var waiting = current;
        var waited = deadline.timeout().toMillis() + " ms";
        result.completeExceptionally(
                inDoubt
                        ? new IndeterminateException("no majority confirmed the write within " + waited
                                + "; it may still be applied. Retry with the same Idempotency-Key")
                        : UnavailableException.noLeader("no leader was found within " + waited + "; nothing happened"));
        if (waiting != null) {
            waiting.cancel(false);
        }
    }
}
