package io.concord.server.raft;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.raft.consensus.Proposed;
import io.concord.server.raft.replica.Fate;
import io.concord.server.raft.replica.Replica;
import io.concord.server.service.ClusterControl;
import io.concord.server.service.Deadline;
import io.concord.server.service.IndeterminateException;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What operators and the end of a node ask of its replica. */
final class RaftControl implements ClusterControl {
    private static final int HAND_OVER_ELECTIONS_MAX = 2;

    /** A change of the membership on the replica. */
    private interface Change {
        Proposed on(Replica replica, long now, Consumer<Fate> whenDecided);
    }

    private final ReplicaThread thread;
    private final RaftCluster cluster;
    private final ScheduledExecutorService timers;
    private final Executor answers;

    RaftControl(ReplicaThread thread, RaftCluster cluster, ScheduledExecutorService timers, Executor answers) {
        this.thread = thread;
        this.cluster = cluster;
        this.timers = timers;
        this.answers = answers;
    }

    @Override
    public CompletionStage<Void> promote(String id, Deadline deadline) {
        return change((replica, now, whenDecided) -> replica.promote(id, now, whenDecided), deadline);
    }

    @Override
    public CompletionStage<Void> remove(String id, Deadline deadline) {
        return change((replica, now, whenDecided) -> replica.remove(id, now, whenDecided), deadline);
    }

    @Override
    public CompletionStage<Void> finishUpgrade(Deadline deadline) {
        return change((replica, now, whenDecided) -> replica.raiseFormatLevel(now, whenDecided), deadline);
    }

    @Override
    public CompletionStage<Long> snapshot(Deadline deadline) {
        var done = new CompletableFuture<Long>();
        offer(done, (replica, now) -> replica.snapshot(done));
        expire(done, deadline, "the snapshot is not on disk yet; it is still being written");
        return done.thenApplyAsync(index -> index, answers);
    }

    @Override
    public CompletionStage<Optional<String>> handOver() {
        var successor = new CompletableFuture<Optional<String>>();
        offer(successor, (replica, now) -> successor.complete(replica.handOver(now)));
        return successor;
    }

    /** Waits until another leads, if this node does; but not for long, since it stops anyway. */
    void handOverBeforeStop(Duration electionTimeout) {
        if (!cluster.leads()) {
            return;
        }
        try {
            var patienceMillis = electionTimeout.toMillis() * HAND_OVER_ELECTIONS_MAX;
            var successor = handOver().toCompletableFuture().get(patienceMillis, TimeUnit.MILLISECONDS);
            if (successor.isPresent()) {
                awaitEndOfLeadership(patienceMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The node stops all the same; the others elect a leader when it is gone.
        }
    }

    private void awaitEndOfLeadership(long patienceMillis) throws InterruptedException {
        var over = new CountDownLatch(1);
        var watch = timers.scheduleWithFixedDelay(
                () -> {
                    if (!cluster.leads()) {
                        over.countDown();
                    }
                },
                0,
                2,
                TimeUnit.MILLISECONDS);
        over.await(patienceMillis, TimeUnit.MILLISECONDS);
        watch.cancel(false);
    }

    private CompletionStage<Void> change(Change change, Deadline deadline) {
        var result = new CompletableFuture<Void>();
        if (!cluster.leads()) {
            return CompletableFuture.failedFuture(UnavailableException.notNow("this node does not lead; ask "
                    + cluster.status()
                            .leader()
                            .map(id -> "'" + id + "', the leader")
                            .orElse("again later")));
        }
        offer(result, (replica, now) -> {
            var proposed = change.on(replica, now, fate -> answers.execute(() -> conclude(result, fate)));
            if (proposed.refusal() != null) {
                // It names the member as the caller did.
                result.completeExceptionally(new RequestFailure(ErrorCode.CONFLICT, Escaped.text(proposed.refusal())));
            }
        });
        expire(result, deadline, "the change is not agreed upon yet; look at the members before trying again");
        return result;
    }

    private void expire(CompletableFuture<?> result, Deadline deadline, String message) {
        var expiry = timers.schedule(
                () -> result.completeExceptionally(new IndeterminateException(message)),
                Math.max(0, deadline.remainingMillis()),
                TimeUnit.MILLISECONDS);
        result.whenComplete((done, failure) -> expiry.cancel(false));
    }

    private static void conclude(CompletableFuture<Void> result, Fate fate) {
        if (fate instanceof Fate.Applied) {
            result.complete(null);
        } else {
            result.completeExceptionally(new IndeterminateException(
                    "leadership was lost during the change; look at the members before trying again"));
        }
    }

    private void offer(CompletableFuture<?> result, ReplicaThread.Job job) {
        if (!thread.offer(job)) {
            result.completeExceptionally(UnavailableException.notNow("this node is stopping or overwhelmed"));
        }
    }
}
