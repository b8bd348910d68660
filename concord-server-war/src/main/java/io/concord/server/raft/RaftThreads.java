package io.concord.server.raft;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a node, so that nothing of ours runs on a thread of JGroups for long. */
final class RaftThreads implements AutoCloseable {
    private static final int COMPLETION_THREADS = 8;

    /** Answers are written on these, and a slow reader may hold one for a while. */
    private static final int ANSWER_THREADS = 64;

    /** A few are started at a time, each by something that waits for the one before. */
    private static final int BACKGROUND_JOBS_MAX = 64;

    private final ThreadPoolExecutor completions;
    private final ThreadPoolExecutor answers;
    private final ThreadPoolExecutor background;
    private final ScheduledThreadPoolExecutor timers;
    private final Pulse pulse;

    /** @param requestsInFlightMax bounds what can wait for a completion thread */
    RaftThreads(int requestsInFlightMax) {
        // Each request in flight has a few steps at most; what a peer submits counts among the peer's.
        this.completions = pool("concord-completion", COMPLETION_THREADS, requestsInFlightMax * 16);
        this.answers = pool("concord-answer", ANSWER_THREADS, requestsInFlightMax * 2);
        this.background = pool("concord-background", 1, BACKGROUND_JOBS_MAX);
        this.timers = timer("concord-timer");
        this.pulse = new Pulse(timer("concord-pulse"));
    }

    Executor completions() {
        return completions;
    }

    /** For what hangs on a finished request; may be used for a while. */
    Executor answers() {
        return answers;
    }

    /** Snapshots and digests, one at a time. */
    Executor background() {
        return background;
    }

    ScheduledThreadPoolExecutor timers() {
        return timers;
    }

    Pulse pulse() {
        return pulse;
    }

    @Override
    public void close() {
        pulse.stop();
        timers.shutdownNow();
        completions.shutdown();
        answers.shutdown();
        background.shutdownNow();
    }

    private static ThreadPoolExecutor pool(String name, int threads, int queued) {
        var pool = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(queued),
                named(name),
                new ThreadPoolExecutor.CallerRunsPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ScheduledThreadPoolExecutor timer(String name) {
        var timer = new ScheduledThreadPoolExecutor(1, named(name));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ThreadFactory named(String name) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
