package io.concord.jcache.event;

import io.concord.core.model.Namespace;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread for the asynchronous listeners of a cache and one for the deadlines of the synchronous; both only while needed. */
final class ListenerThreads implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ListenerThreads.class.getName());
    private static final int COMMITS_MAX = 1024;
    private static final int IDLE_SECONDS = 10;

    private final Namespace namespace;
    private final ThreadPoolExecutor listeners;
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean losing;

    ListenerThreads(Namespace namespace) {
        this.namespace = namespace;
        this.listeners = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(COMMITS_MAX),
                named("concord-listeners-" + namespace));
        listeners.allowCoreThreadTimeOut(true);
        this.timer = new ScheduledThreadPoolExecutor(1, named("concord-listener-deadlines-" + namespace));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** One after the other, in the order of the calls; not at all if too many wait. */
    void run(long revision, Runnable commit) {
        try {
            listeners.execute(commit);
            losing = false;
        } catch (RejectedExecutionException e) {
            if (!losing && !listeners.isShutdown()) {
                LOGGER.log(
                        Level.WARNING,
                        "asynchronous listeners of the cache " + namespace + " are " + COMMITS_MAX
                                + " commits behind; they are not told of revision " + revision + " and maybe more");
            }
            losing = true;
        }
    }

    /** Does not wait for a listener that is running. */
    @Override
    public void close() {
        listeners.shutdownNow();
        timer.shutdownNow();
    }

    private static ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
