package io.concord.jcache.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one connection, all daemons: some that talk HTTP and never wait, a timer, and as many as needed that complete
 * stages, and so run what depends on them.
 */
final class ClientThreads implements AutoCloseable {
    static final String NAME_PREFIX = "concord-client-";

    private static final int WORKERS = 2;
    private static final int CALLBACKS_MAX = 256;
    private static final long IDLE_SECONDS = 10;
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    private final int connection = CONNECTIONS.incrementAndGet();
    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor callbacks;
    private final ScheduledThreadPoolExecutor timer;

    ClientThreads() {
        // Justification of the three handlers: what comes after the end is the last of what was under way; who brings
        // it runs it.
        workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("http"),
                (task, pool) -> task.run());
        workers.allowCoreThreadTimeOut(true);
        callbacks = new ThreadPoolExecutor(
                0,
                CALLBACKS_MAX,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("callback"),
                (task, pool) -> task.run());
        timer = new ScheduledThreadPoolExecutor(1, named("timer"), (task, pool) -> {});
        timer.setRemoveOnCancelPolicy(true);
    }

    Executor workers() {
        return workers;
    }

    Executor callbacks() {
        return callbacks;
    }

    Timer timer() {
        return (nanos, task) -> {
            var scheduled = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    /** Ends the threads when they have nothing more to do; does not wait for them. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        callbacks.shutdown();
    }

    private ThreadFactory named(String purpose) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(
                    null, task, NAME_PREFIX + connection + "-" + purpose + "-" + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            // The application's loader is not kept by a thread that happened to be begun by one of its own.
            thread.setContextClassLoader(ClientThreads.class.getClassLoader());
            return thread;
        };
    }
}
