package io.concord.jcache.operation;

import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.transport.StoreConnection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Makes the namespace of a cache, or joins the one that is there, without anybody waiting: operations follow it. Where it
 * failed, the next operation tries again. A namespace that another JVM destroys after that is not made again.
 */
public final class NamespaceOpening {
    private final StoreConnection connection;
    private final Namespace namespace;
    private volatile CompletableFuture<Void> opened = CompletableFuture.failedFuture(new IllegalStateException());
    private volatile boolean open;

    public NamespaceOpening(StoreConnection connection, Namespace namespace) {
        this.connection = connection;
        this.namespace = namespace;
    }

    /** Begins, unless it is under way or done; completes once the namespace is there. */
    public synchronized CompletionStage<Void> begin() {
        if (opened.isCompletedExceptionally()) {
            opened = connection
                    .write(new BatchChange.CreateNamespace(namespace, Optional.empty(), false))
                    .<Void>thenApply(reply -> {
                        open = true;
                        return null;
                    })
                    .toCompletableFuture();
        }
        return opened;
    }

    /** Sends a request once the namespace is there; one that has gone since is told as such. */
    <R> CompletionStage<R> whenOpen(Supplier<CompletionStage<R>> request) {
        var answer = open ? request.get() : begin().thenCompose(ready -> request.get());
        return answer.exceptionally(thrown -> {
            throw explained(thrown);
        });
    }

    private RuntimeException explained(Throwable thrown) {
        var failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof RefusedException refused
                && refused.code().equals(ErrorCode.NAMESPACE_NOT_FOUND.code())) {
            return new RefusedException(
                    refused.code(),
                    "cache '" + namespace + "' was destroyed, by this or another JVM; close it and create it again");
        }
        return failure instanceof RuntimeException known ? known : new CompletionException(failure);
    }
}
