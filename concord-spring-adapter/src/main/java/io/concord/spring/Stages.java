package io.concord.spring;

import io.concord.jcache.api.IndeterminateException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** What is done with the stages of the client, which wrap failures where they depend on others. */
final class Stages {
    private Stages() {}

    /**
     * Waits for the result, which the client's deadline bounds.
     *
     * @throws IndeterminateException if the thread is interrupted, whose flag stays set
     */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw unchecked(cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IndeterminateException(
                    "the thread was interrupted while it waited for a cache; what it asked for may have happened or not",
                    e);
        }
    }

    /** A future of the caller's own, who may cancel it, with failures as they were thrown. */
    static <T> CompletableFuture<T> detached(CompletionStage<T> stage) {
        var future = new CompletableFuture<T>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(cause(failure));
            }
        });
        return future;
    }

    static Throwable cause(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException known ? known : new CompletionException(failure);
    }
}
