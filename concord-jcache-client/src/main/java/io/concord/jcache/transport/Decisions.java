package io.concord.jcache.transport;

import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.api.ConcordCacheException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** What has become of operations, found under the lock of the {@link Dispatcher} and told without it. */
final class Decisions {
    private final List<Runnable> stages = new ArrayList<>();

    void completed(Pending pending, BatchReply reply) {
        stages.add(() -> pending.stage().complete(reply));
    }

    void failed(Pending pending, ConcordCacheException failure) {
        stages.add(() -> pending.stage().completeExceptionally(failure));
    }

    /** Completes the stages, there if a thread is to be had, and here otherwise: nobody must wait for ever. */
    void tell(Executor callbacks) {
        if (stages.isEmpty()) {
            return;
        }
        try {
            callbacks.execute(this::complete);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            complete();
        }
    }

    private void complete() {
        stages.forEach(Runnable::run);
    }
}
