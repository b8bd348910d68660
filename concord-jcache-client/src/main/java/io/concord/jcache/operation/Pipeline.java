package io.concord.jcache.operation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The same operation for many elements, so many of them at a time that the connection can fill its batches, and so few that
 * one caller does not fill its queue. The first failure is the whole's, once all that has begun is over.
 */
public final class Pipeline<T, R> {
    private static final int WINDOW = 256;

    private final Queue<T> waiting;
    private final Function<T, CompletionStage<R>> operation;
    private final List<R> results = new ArrayList<>();
    private final CompletableFuture<List<R>> all = new CompletableFuture<>();
    private int underWay;
    private boolean filling;
    private @Nullable Throwable failure;

    private Pipeline(Collection<T> elements, Function<T, CompletionStage<R>> operation) {
        this.waiting = new ArrayDeque<>(elements);
        this.operation = operation;
    }

    /** Completes with the results, in any order. */
    public static <T, R> CompletionStage<List<R>> each(
            Collection<T> elements, Function<T, CompletionStage<R>> operation) {
        var pipeline = new Pipeline<>(elements, operation);
        pipeline.fill();
        return pipeline.all;
    }

    /** One thread at a time fills; what completes meanwhile is seen by its loop, so that the stack does not grow. */
    private void fill() {
        synchronized (this) {
            if (filling) {
                return;
            }
            filling = true;
        }
        for (var next = next(); next != null; next = next()) {
            begin(next);
        }
        finishIfOver();
    }

    private void begin(T element) {
        try {
            operation.apply(element).whenComplete(this::ended);
        } catch (RuntimeException e) {
            ended(null, e);
        }
    }

    private synchronized @Nullable T next() {
        if (underWay < WINDOW && failure == null && !waiting.isEmpty()) {
            underWay++;
            return waiting.remove();
        }
        filling = false;
        return null;
    }

    private void finishIfOver() {
        Throwable cause;
        synchronized (this) {
            if (underWay > 0 || (failure == null && !waiting.isEmpty())) {
                return;
            }
            cause = failure;
        }
        if (cause == null) {
            all.complete(results);
        } else {
            all.completeExceptionally(cause);
        }
    }

    private void ended(@Nullable R result, @Nullable Throwable thrown) {
        synchronized (this) {
            underWay--;
            if (thrown != null && failure == null) {
                failure = thrown;
            } else if (result != null) {
                results.add(result);
            }
        }
        fill();
    }
}
