package io.concord.server.raft;

import io.concord.server.raft.replica.Replica;
import io.concord.server.raft.replica.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a {@link Replica}. It takes everything that waits, passes it in, and settles it together, so that one
 * sync serves all; and it lets time pass. What its mailbox cannot hold is refused, never waited for.
 */
final class ReplicaThread implements AutoCloseable {
    private static final int MAILBOX_MAX = 65_536;
    private static final int BATCH_MAX = 8_192;
    private static final long STOP_PATIENCE_MILLIS = 10_000;

    /** A job on the thread, told the time in milliseconds. */
    interface Job {
        void run(Replica replica, long now);
    }

    private final Queue<Job> own = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Job> mailbox = new ArrayBlockingQueue<>(MAILBOX_MAX);
    private final Thread thread;
    private final long tickMillis;
    private final LongConsumer onApplied;
    private final Consumer<ReplicaStatus> onStatus;
    private final FailStop failStop;
    private volatile @Nullable Replica replica;
    private volatile boolean stopping;

    /**
     * A thread that {@link #start} starts.
     *
     * @param onApplied told on the thread how far the state has come
     * @param onStatus told on the thread whenever role, leader or term have changed
     */
    ReplicaThread(
            String name, long tickMillis, LongConsumer onApplied, Consumer<ReplicaStatus> onStatus, FailStop failStop) {
        this.onApplied = onApplied;
        this.tickMillis = tickMillis;
        this.onStatus = onStatus;
        this.failStop = failStop;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start(Replica started) {
        replica = started;
        thread.start();
    }

    /** False when nothing will come of the job: the mailbox is full, or the thread has stopped. */
    boolean offer(Job job) {
        return !stopping && mailbox.offer(job);
    }

    /** For the replica's own business, which must not get lost: there is little of it. */
    void execute(Job job) {
        own.add(job);
    }

    int waiting() {
        return mailbox.size();
    }

    /** Ends after the batch under way. */
    @Override
    public void close() {
        stopping = true;
        mailbox.offer((unused, now) -> {});
        try {
            thread.join(STOP_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    private void run() {
        var member = Objects.requireNonNull(replica, "start sets it");
        var batch = new ArrayList<Job>();
        var ticked = nowMillis();
        try {
            onApplied.accept(member.status().appliedIndex());
            while (!stopping && failStop.reason().isEmpty()) {
                take(batch, Math.max(1, ticked + tickMillis - nowMillis()));
                var now = nowMillis();
                for (var job : batch) {
                    job.run(member, now);
                }
                batch.clear();
                for (var job = own.poll(); job != null; job = own.poll()) {
                    job.run(member, now);
                }
                if (now - ticked >= tickMillis) {
                    ticked = now;
                    member.tick(now);
                }
                var before = member.status();
                member.settle(now);
                report(before, member.status());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failStop.fail("consensus or storage failed", e);
        } finally {
            stopping = true;
        }
    }

    private void take(List<Job> batch, long waitMillis) throws InterruptedException {
        var first = mailbox.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            mailbox.drainTo(batch, BATCH_MAX);
        }
    }

    private void report(ReplicaStatus before, ReplicaStatus after) {
        if (before.appliedIndex() != after.appliedIndex()) {
            onApplied.accept(after.appliedIndex());
        }
        if (before.term() != after.term()
                || before.role() != after.role()
                || !Objects.equals(before.leader(), after.leader())) {
            onStatus.accept(after);
        }
    }
}
