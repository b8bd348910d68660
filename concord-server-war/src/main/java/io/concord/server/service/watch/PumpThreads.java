package io.concord.server.service.watch;

import java.lang.System.Logger.Level;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that write to watchers. A few do all the work while connections take what they are given; for each that does
 * not, and so holds a thread until the server's write timeout, the pool grows, so that the others go on.
 */
final class PumpThreads {
    private static final System.Logger LOG = System.getLogger(PumpThreads.class.getName());
    private static final int IDLE_SECONDS = 10;

    private final int threads;
    private final int threadsMax;
    private final ThreadPoolExecutor pool;

    /** @param watchersMax each waits for a thread at most once, and each may hold one */
    PumpThreads(int threads, int watchersMax) {
        this.threads = threads;
        this.threadsMax = threads + watchersMax;
        var number = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                threads, threadsMax, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(threadsMax), task -> {
                    var thread = new Thread(task, "concord-watch-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** Runs it, unless the threads are closed. */
    void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            // Justification: the node is stopping, and nobody is told anything any more.
            LOG.log(Level.DEBUG, "no watcher is pumped any more");
        }
    }

    /** Called again and again with how many threads are held; twice as many are added, as more may follow. */
    void makeUpFor(int held) {
        var wanted = Math.min(threadsMax, threads + 2 * held);
        if (pool.getCorePoolSize() != wanted) {
            pool.setCorePoolSize(wanted);
        }
    }

    int size() {
        return pool.getPoolSize();
    }

    /** Lets what waits run, for so long at most. */
    void close(long millis) {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
