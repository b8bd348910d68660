package io.concord.server.service.watch;

import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import io.concord.server.service.Caller;
import io.concord.server.service.Deadline;
import io.concord.server.service.Permission;
import io.concord.server.service.ReplicatedLog;
import io.concord.server.service.RequestFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Admits watchers and tells where each begins. */
public final class WatchService {
    private final ReplicatedLog log;
    private final WatchHub hub;
    private final WatchMeter meter;
    private final Clock clock;

    public WatchService(ReplicatedLog log, WatchHub hub, WatchMeter meter, Clock clock) {
        this.log = log;
        this.hub = hub;
        this.meter = meter;
        this.clock = clock;
    }

    /**
     * Begins a watch; completes once the sink is in use, and fails with {@link RequestFailure} before there is one. A watch
     * from no revision in particular begins after every write that was acknowledged anywhere before this call. One from a
     * revision that this node has yet to hear of waits for it, if the cluster has it or it is the next one.
     *
     * @param identity whose watches are counted together
     * @param sinks opens the connection, after everything that can be refused
     */
    public CompletionStage<Void> watch(
            Caller caller, Object identity, WatchRequest request, Deadline deadline, Supplier<WatchSink> sinks) {
        var begin = System.nanoTime();
        return admitted(caller, identity, request, deadline, sinks).whenComplete((done, failure) -> {
            meter.answered(result(failure), Duration.ofNanos(System.nanoTime() - begin));
        });
    }

    private CompletionStage<Void> admitted(
            Caller caller, Object identity, WatchRequest request, Deadline deadline, Supplier<WatchSink> sinks) {
        WatchPlaces.Place place;
        try {
            caller.require(Permission.READ);
            requireLasting(caller);
            caller.admittedTo(log.staleView());
            place = hub.reserve(identity);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return firstRevision(caller, request.fromRevision(), deadline)
                .thenAccept(first -> hub.open(request.filter(), caller, sinks.get(), first, place))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        place.release();
                    }
                });
    }

    /** The container lets an expired token pass for a moment, because clocks differ; a watch would end as it begins. */
    private void requireLasting(Caller caller) {
        if (caller.hasExpired(clock.instant())) {
            throw new RequestFailure(ErrorCode.UNAUTHORIZED, "the token has expired");
        }
    }

    private CompletionStage<Long> firstRevision(Caller caller, OptionalLong asked, Deadline deadline) {
        var local = log.localView();
        if (asked.isPresent() && asked.getAsLong() <= local.revision() + 1) {
            return CompletableFuture.completedFuture(local).thenApply(view -> requireKnown(asked.getAsLong(), view));
        }
        return log.linearizableView(deadline)
                .thenApply(caller::admittedTo)
                .thenApply(view -> asked.isEmpty() ? view.revision() + 1 : requireKnown(asked.getAsLong(), view));
    }

    private static long requireKnown(long revision, KeyspaceView view) {
        if (revision > view.revision() + 1) {
            throw new RequestFailure(
                    ErrorCode.INVALID_REQUEST,
                    "revision " + revision + " is in the future; the store is at " + view.revision()
                            + ", and a watch begins with the next one at the latest");
        }
        var oldest = view.history().oldestRevision();
        if (revision < oldest) {
            throw new CompactedException(revision, oldest);
        }
        return revision;
    }

    private static String result(@Nullable Throwable failure) {
        if (failure == null) {
            return "ok";
        }
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return (cause instanceof RequestFailure known ? known.code() : ErrorCode.INTERNAL).code();
    }
}
