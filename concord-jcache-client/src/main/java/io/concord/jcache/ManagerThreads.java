package io.concord.jcache;

import io.concord.jcache.operation.KeyLanes;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one manager on which the application's code runs when no caller waits: the steps of asynchronous operations, and
 * loads, which may block; and one that tells who waits that its time is over. Daemons, started when needed and gone when idle.
 */
final class ManagerThreads implements AutoCloseable {
    private static final int STEP_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int LOAD_THREADS = 4;
    private static final int STEPS_WAITING_MAX = 65_536;
    private static final int LOADS_WAITING_MAX = 1_024;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor steps;
    private final ThreadPoolExecutor loads;
    private final ScheduledThreadPoolExecutor alarms;

    /** @param loader of the application, whose code runs here; null for the system's */
    ManagerThreads(@Nullable ClassLoader loader) {
        steps = pool("concord-step-", STEP_THREADS, STEPS_WAITING_MAX, loader);
        loads = pool("concord-load-", LOAD_THREADS, LOADS_WAITING_MAX, loader);
        // Justification of the handler: after the end, who waits for others is failed by the connection's end.
        alarms = new ScheduledThreadPoolExecutor(1, named("concord-alarm-", loader), (task, pool) -> {});
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        alarms.allowCoreThreadTimeOut(true);
    }

    Executor steps() {
        return steps;
    }

    Executor loads() {
        return loads;
    }

    KeyLanes.Alarms alarms() {
        return (time, task) -> {
            var scheduled = alarms.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    private static ThreadPoolExecutor pool(String name, int threads, int waitingMax, @Nullable ClassLoader loader) {
        var pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waitingMax),
                named(name, loader));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String name, @Nullable ClassLoader loader) {
        var number = new AtomicInteger();
        return step -> {
            var thread = new Thread(step, name + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    /** Lets what has begun come to its end. */
    @Override
    public void close() {
        steps.shutdown();
        loads.shutdown();
        alarms.shutdownNow();
    }
}
