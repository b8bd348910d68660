package io.concord.jcache.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;

/**
 * Up to which revision synchronous listeners have run, and who waits for that. Nobody waits longer than the timeout. Safe for
 * use by several threads; stages complete outside of the lock.
 */
final class Deliveries {
    /** Failures that nobody has asked for yet: a write learns its revision after its listeners have run. */
    private static final int FAILURES_MAX = 256;

    private final Duration timeout;
    private final ScheduledExecutorService timer;
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(Comparator.comparingLong(Waiter::revision));
    private final Map<Long, CacheEntryListenerException> failures = new LinkedHashMap<>();
    private long delivered;

    Deliveries(Duration timeout, ScheduledExecutorService timer) {
        this.timeout = timeout;
        this.timer = timer;
    }

    private record Waiter(long revision, CompletableFuture<Void> done) {
        void complete(@Nullable Throwable failure) {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }
    }

    CompletionStage<Void> reached(long revision) {
        var waiter = new Waiter(revision, new CompletableFuture<>());
        synchronized (this) {
            if (revision > delivered) {
                waiters.add(waiter);
                limit(waiter);
                return waiter.done();
            }
        }
        waiter.complete(failureOf(revision));
        return waiter.done();
    }

    /** The listeners have run for the commit of this revision, and so for all before it. */
    void ran(long revision, @Nullable CacheEntryListenerException failure) {
        synchronized (this) {
            if (failure != null) {
                failures.put(revision, failure);
                if (failures.size() > FAILURES_MAX) {
                    failures.remove(failures.keySet().iterator().next());
                }
            }
            delivered = Math.max(delivered, revision);
        }
        upTo(revision).forEach(waiter -> waiter.complete(failureOf(waiter.revision())));
    }

    /** Nothing up to this revision will be told any more. */
    void lost(long revision, String why) {
        synchronized (this) {
            delivered = Math.max(delivered, revision);
        }
        upTo(revision).forEach(waiter -> waiter.complete(notTold(why)));
    }

    /** Nothing will be told any more at all, so nobody waits in vain. */
    void end(String why) {
        upTo(Long.MAX_VALUE).forEach(waiter -> waiter.complete(notTold(why)));
    }

    /** The same, where there is nobody left to be told. */
    void end() {
        upTo(Long.MAX_VALUE).forEach(waiter -> waiter.complete(null));
    }

    static CacheEntryListenerException notTold(String why) {
        return new CacheEntryListenerException(
                "the write has succeeded, and it is not known whether the synchronous listeners were told of it: "
                        + why);
    }

    private synchronized @Nullable CacheEntryListenerException failureOf(long revision) {
        return failures.remove(revision);
    }

    private synchronized List<Waiter> upTo(long revision) {
        var reached = new ArrayList<Waiter>();
        for (var first = waiters.peek(); first != null && first.revision() <= revision; first = waiters.peek()) {
            reached.add(waiters.remove());
        }
        return reached;
    }

    private void limit(Waiter waiter) {
        try {
            var limit = timer.schedule(() -> giveUp(waiter), timeout.toMillis(), TimeUnit.MILLISECONDS);
            waiter.done().whenComplete((nothing, failure) -> limit.cancel(false));
        } catch (RejectedExecutionException e) {
            // The cache has been closed meanwhile, and its listeners with it.
            waiter.complete(null);
        }
    }

    private void giveUp(Waiter waiter) {
        synchronized (this) {
            waiters.remove(waiter);
        }
        waiter.complete(notTold("the event of revision " + waiter.revision() + " has not come within "
                + timeout.toMillis() + " ms; the cluster may be out of reach, or a listener takes too long"));
    }
}
