package io.concord.jcache.operation;

import io.concord.jcache.api.IndeterminateException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread of one synchronous call as the executor of its steps: while the thread waits for the result, it runs them. What
 * comes after an interrupt, or after the result, runs on another executor.
 */
public final class CallerThread implements Executor {
    private static final Runnable WAKE_UP = new Runnable() {
        @Override
        public void run() {}
    };

    private final LinkedBlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    private final Executor afterwards;
    private boolean gone;

    public CallerThread(Executor afterwards) {
        this.afterwards = afterwards;
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
     * @throws IndeterminateException if the thread is interrupted, whose flag stays set; the operation goes on
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
            throw new IndeterminateException(
                    "the thread was interrupted while it waited for the cluster; a write may have happened or not", e);
        } finally {
            leave();
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
