package io.concord.server.raft;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import io.concord.core.command.Reply;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import io.concord.server.service.Deadline;
import io.concord.server.service.IndeterminateException;
import io.concord.server.service.ReplicatedLog;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The replicated log on Raft: admission, appends that survive a change of leader, and reads behind a barrier. */
final class RaftLog implements ReplicatedLog, AutoCloseable {
    private final Keyspace keyspace;
    private final PendingAppend.Path path;
    private final AppliedIndices appliedIndices;
    private final Quorum quorum;
    private final ScheduledExecutorService scheduler;
    private final Executor answers;
    private final Semaphore admission;
    private final int inFlightMax;
    private final Barrier barrier;
    private final LongSupplier clusterTime;
    private final LevelGate levels;

    /** What is under way, and how it fails if the node stops meanwhile. */
    private final Map<Long, Runnable> open = new ConcurrentHashMap<>();

    private final AtomicLong tickets = new AtomicLong();
    private final List<Runnable> whenStopped = new CopyOnWriteArrayList<>();

    /**
     * A log over a node's parts.
     *
     * @param readRound asks for the index that a read which begins now must have applied; completes, or fails
     * @param clusterTime in milliseconds, as far as this node knows it
     * @param levels what may be in the log
     */
    RaftLog(
            Keyspace keyspace,
            PendingAppend.Path path,
            AppliedIndices appliedIndices,
            Quorum quorum,
            ScheduledExecutorService scheduler,
            Executor answers,
            Supplier<CompletableFuture<Long>> readRound,
            LongSupplier clusterTime,
            LevelGate levels,
            int requestsInFlightMax) {
        this.keyspace = keyspace;
        this.path = path;
        this.appliedIndices = appliedIndices;
        this.quorum = quorum;
        this.scheduler = scheduler;
        this.answers = answers;
        this.clusterTime = clusterTime;
        this.levels = levels;
        this.inFlightMax = requestsInFlightMax;
        this.admission = new Semaphore(inFlightMax);
        this.barrier = new Barrier(readRound, answers);
    }

    /** A command of this node's own, which no number of requests in flight holds up. */
    CompletableFuture<Reply> appendOwn(Command command, Deadline deadline) {
        return start(command, deadline).thenApply(Attempt.Applied::reply);
    }

    /** A read round through the log: the fallback for read rounds without an entry. */
    CompletableFuture<Long> roundThroughLog(long timeMillis, Duration timeout) {
        return start(new Command.Tick(timeMillis), Deadline.in(timeout)).thenApply(Attempt.Applied::index);
    }

    @Override
    public CompletionStage<Reply> append(Command command, Deadline deadline) {
        return admitted(
                () -> startAllowed(command, deadline).thenApply(Attempt.Applied::reply),
                () -> new IndeterminateException(
                        "this node is stopping; the write may have been applied. Retry with the same Idempotency-Key"));
    }

    @Override
    public CompletionStage<KeyspaceView> linearizableView(Deadline deadline) {
        return admitted(() -> read(deadline), RaftLog::stopping);
    }

    @Override
    public KeyspaceView localView() {
        return keyspace.view();
    }

    @Override
    public KeyspaceView staleView() {
        quorum.failure().ifPresent(reason -> {
            throw stoppedItself(reason);
        });
        return keyspace.view();
    }

    @Override
    public void onApplied(Runnable listener) {
        appliedIndices.onAdvance(listener);
    }

    @Override
    public void onStopped(Runnable listener) {
        whenStopped.add(listener);
    }

    @Override
    public long clusterTimeMillis() {
        return clusterTime.getAsLong();
    }

    /** Ends every wait; nobody is to hang on a node that is gone. */
    @Override
    public void close() {
        open.values().forEach(Runnable::run);
        whenStopped.forEach(Runnable::run);
    }

    private <T> CompletionStage<T> admitted(
            Supplier<CompletableFuture<T>> request, Supplier<RequestFailure> failureAtClose) {
        var stopped = quorum.failure();
        if (stopped.isPresent()) {
            return CompletableFuture.failedFuture(stoppedItself(stopped.get()));
        }
        if (!admission.tryAcquire()) {
            return CompletableFuture.failedFuture(UnavailableException.overloaded("this node has " + inFlightMax
                    + " requests in flight, its limit (concord.limits.requests-in-flight-max); retry later"));
        }
        var result = started(request);
        var ticket = tickets.incrementAndGet();
        open.put(ticket, () -> result.completeExceptionally(failureAtClose.get()));
        // Whoever waits may write an answer to a slow reader: on a thread that consensus and timers can spare.
        return result.whenComplete((value, failure) -> {
                    open.remove(ticket);
                    admission.release();
                })
                .whenCompleteAsync((value, failure) -> {}, answers);
    }

    private static <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> request) {
        try {
            return request.get();
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(stopping());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<KeyspaceView> read(Deadline deadline) {
        if (!quorum.isReachable()) {
            return CompletableFuture.failedFuture(quorum.unreachable());
        }
        var result = new CompletableFuture<KeyspaceView>();
        var expiry = scheduler.schedule(
                () -> result.completeExceptionally(
                        quorum.isReachable()
                                ? UnavailableException.notNow("no majority confirmed the read within "
                                        + deadline.timeout().toMillis() + " ms")
                                : quorum.unreachable()),
                Math.max(0, deadline.remainingMillis()),
                TimeUnit.MILLISECONDS);
        barrier.join()
                .thenCompose(index -> {
                    var wait = appliedIndices.await(index);
                    result.whenComplete((view, failure) -> wait.cancel(false));
                    return wait;
                })
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        result.complete(keyspace.view());
                    } else {
                        result.completeExceptionally(harmless(failure));
                    }
                });
        result.whenComplete((view, failure) -> expiry.cancel(false));
        return result;
    }

    /** What this node would refuse it decides anew by what all know by then: the level may have been raised elsewhere. */
    private CompletableFuture<Attempt.Applied> startAllowed(Command command, Deadline deadline) {
        if (levels.refusal(command).isEmpty()) {
            return start(command, deadline);
        }
        return read(deadline)
                .thenCompose(view -> levels.refusal(command)
                        .<CompletableFuture<Attempt.Applied>>map(CompletableFuture::failedFuture)
                        .orElseGet(() -> start(command, deadline)));
    }

    private CompletableFuture<Attempt.Applied> start(Command command, Deadline deadline) {
        var append = new PendingAppend(CommandCodec.encode(command), deadline, path, quorum, scheduler);
        append.attempt();
        return append.result();
    }

    private static RequestFailure stoppedItself(String reason) {
        return UnavailableException.notNow("this node has stopped itself (" + reason + "); ask another one");
    }

    private static RequestFailure stopping() {
        return UnavailableException.notNow("this node is stopping; ask another one");
    }

    /** A read that failed has changed nothing, whatever became of its barrier. */
    private static RequestFailure harmless(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof IndeterminateException) {
            return UnavailableException.notNow("no majority confirmed the read in time; retry");
        }
        return cause instanceof RequestFailure known
                ? known
                : UnavailableException.notNow("the read could not be confirmed; retry");
    }
}
