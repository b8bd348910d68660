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
    /** Completions write HTTP answers, and a slow reader may hold one of them for a while. */
    private static final int COMPLETION_THREADS = 16;

    private final ThreadPoolExecutor completions;
    private final ScheduledThreadPoolExecutor timers;
    private final Pulse pulse;

    /** @param requestsInFlightMax bounds what can wait for a completion thread */
    RaftThreads(int requestsInFlightMax) {
        // Each request in flight has a few steps at most; what a peer submits counts among the peer's.
        var queue = new LinkedBlockingQueue<Runnable>(requestsInFlightMax * 16);
        this.completions = new ThreadPoolExecutor(
                COMPLETION_THREADS,
                COMPLETION_THREADS,
                30,
                TimeUnit.SECONDS,
                queue,
                named("concord-completion"),
                new ThreadPoolExecutor.CallerRunsPolicy());
        completions.allowCoreThreadTimeOut(true);
        this.timers = timer("concord-timer");
        this.pulse = new Pulse(timer("concord-pulse"));
    }

    Executor completions() {
        return completions;
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
