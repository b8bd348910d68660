package io.concord.server.http;

import io.concord.server.service.UnavailableException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Threads for answers that may take as long as their reader likes, so that slow readers hold up each other only. */
@ApplicationScoped
public class StreamThreads {
    /** How many long answers a node gives at once. */
    static final int STREAMS_MAX = 16;

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, STREAMS_MAX, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                var thread = new Thread(task, "concord-stream-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    /**
     * Goes on with a value on a thread of its own, and so does whatever hangs on the stage; fails as {@code
     * too-many-requests} where there is none left.
     */
    public <T, R> CompletionStage<R> continued(CompletionStage<T> stage, Function<T, R> next) {
        return stage.thenCompose(value -> {
            var result = new CompletableFuture<R>();
            run(threads, () -> complete(result, next, value), result);
            return result;
        });
    }

    private static <R> void run(Executor threads, Runnable task, CompletableFuture<R> result) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(UnavailableException.overloaded("this node gives " + STREAMS_MAX
                    + " streamed answers at once, and all of them are being read; retry later or ask for pages"));
        }
    }

    private static <T, R> void complete(CompletableFuture<R> result, Function<T, R> next, T value) {
        try {
            result.complete(next.apply(value));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
