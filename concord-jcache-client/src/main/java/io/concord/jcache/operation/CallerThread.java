package io.concord.jcache.operation;

import io.concord.jcache.api.ConcordCacheException;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.UnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread of one synchronous call as the executor of its steps: while the thread waits for the result, it runs them. What
 * comes after an interrupt, or after the result, runs on another executor; after an interrupt nothing is changed any more.
 */
public final class CallerThread implements Caller {
    private static final Runnable WAKE_UP = new Runnable() {
        @Override
        public void run() {}
    };

    private final LinkedBlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    private final Executor afterwards;
    private boolean gone;
    private boolean interrupted;
    private boolean changing;

    public CallerThread(Executor afterwards) {
        this.afterwards = afterwards;
    }

    /** One whose operation is a change from the beginning. */
    public static CallerThread ofChange(Executor afterwards) {
        var caller = new CallerThread(afterwards);
        caller.changing = true;
        return caller;
    }

    @Override
    public boolean isWaiting() {
        synchronized (steps) {
            return !interrupted;
        }
    }

    @Override
    public boolean allowsChange() {
        synchronized (steps) {
            changing |= !interrupted;
            return !interrupted;
        }
    }

    @Override
    public void execute(Runnable step) {
        synchronized (steps) {
            if (!gone) {
                steps.add(step);
                return;
            }
        }
        afterwards.execute(step);
    }

    /**
     * Waits for the result, which the connection's deadline bounds.
     *
     * @throws RuntimeException that the operation failed with
     * @throws UnavailableException if the thread is interrupted before anything was submitted that changes something: nothing
     *     will be. The thread's flag stays set
     * @throws IndeterminateException if it is interrupted after that
     */
    public <R> R await(CompletionStage<R> operation) {
        var result = operation.toCompletableFuture();
        result.whenComplete((value, failure) -> wakeUp());
        try {
            while (!result.isDone()) {
                steps.take().run();
            }
            return resultOf(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interruption(e);
        } finally {
            leave();
        }
    }

    private ConcordCacheException interruption(InterruptedException cause) {
        synchronized (steps) {
            interrupted = true;
            return changing
                    ? new IndeterminateException(
                            "the thread was interrupted while it waited for the cluster; a write may have happened or not",
                            cause)
                    : new UnavailableException(
                            "the thread was interrupted while it waited for the cluster; nothing was changed", cause);
        }
    }

    private void wakeUp() {
        synchronized (steps) {
            steps.add(WAKE_UP);
        }
    }

    private void leave() {
        synchronized (steps) {
            gone = true;
        }
        for (var step = steps.poll(); step != null; step = steps.poll()) {
            if (step != WAKE_UP) {
                afterwards.execute(step);
            }
        }
    }

    private static <R> R resultOf(Future<R> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw thrown(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException known ? known : new CompletionException(failure);
    }
}
