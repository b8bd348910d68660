package io.concord.server.service;

import io.concord.core.command.Command;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.model.EntryName;
import io.concord.core.model.RequestId;
import io.concord.core.state.KeyspaceView;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The store on behalf of a caller: who may read and write it, how much at a time, and until when. */
public final class StoreService {
    /**
     * How long after the caller stopped waiting an operation may still be carried out: what this node's idea of the
     * cluster's time may lack.
     */
    private static final long GRACE_MILLIS = 2_000;

    private final ReplicatedLog log;
    private final Clock clock;
    private final StoreLimits limits;
    private final LimitCheck limitCheck;
    private final MemoryGuard memory;

    public StoreService(ReplicatedLog log, Clock clock, StoreLimits limits, MemoryGuard memory) {
        this.log = log;
        this.clock = clock;
        this.limits = limits;
        this.limitCheck = new LimitCheck(limits);
        this.memory = memory;
    }

    public StoreLimits limits() {
        return limits;
    }

    /** A view that holds every write acknowledged before the call. */
    public CompletionStage<KeyspaceView> read(Caller caller, Deadline deadline) {
        caller.require(Permission.READ);
        return log.linearizableView(deadline).thenApply(caller::admittedTo);
    }

    /**
     * What this node has; never uncommitted, perhaps old.
     *
     * @throws UnavailableException if the node has stopped itself
     */
    public KeyspaceView readStale(Caller caller) {
        caller.require(Permission.READ);
        return caller.admittedTo(log.staleView());
    }

    /**
     * Turns away a caller of whose revocation this node knows; one that it does not know of yet gets no write done.
     *
     * @throws RequestFailure {@link io.concord.core.protocol.ErrorCode#TOKEN_REVOKED}
     */
    public void admit(Caller caller) {
        caller.admittedTo(log.localView());
    }

    /**
     * Has an operation carried out at most once. Fails at once for one that the caller may not do or that is over a
     * limit; otherwise as {@link ReplicatedLog#append}.
     */
    public CompletionStage<Reply> write(WriteContext context, Operation operation) {
        return log.append(command(context, operation), context.deadline()).thenApply(reply -> {
            context.caller().trail().settled(context.requestId(), reply.outcome());
            return reply;
        });
    }

    /** The command that carries an operation, once it is authorised and within the limits. */
    Command.Write command(WriteContext context, Operation operation) {
        return command(context, stampMillis(), operation);
    }

    /** As {@link #command(WriteContext, Operation)}, with the time of the first attempt as the caller has it. */
    Command.Write command(WriteContext context, long firstMillis, Operation operation) {
        context.caller().require(Permission.WRITE);
        operation.accept(limitCheck);
        memory.check(operation);
        context.caller().trail().submitted(context.requestId(), operation);
        return new Command.Write(
                originOf(context, firstMillis, operation), deadlineMillis(context.deadline()), operation);
    }

    /** What would come of a transaction now; nothing is changed. */
    public CompletionStage<Outcome> evaluate(Caller caller, Operation.Transaction transaction, Deadline deadline) {
        caller.require(Permission.READ);
        transaction.accept(limitCheck);
        return log.linearizableView(deadline)
                .thenApply(view -> caller.admittedTo(view)
                        .evaluate(transaction, caller.author(), caller.leaseRights(limits.leasesPerCallerMax())));
    }

    /** What became of a request of the caller; empty where it is not known, or not any more. */
    public CompletionStage<Optional<Outcome>> outcomeOf(Caller caller, RequestId requestId, Deadline deadline) {
        return read(caller, deadline).thenApply(view -> view.outcomeOf(caller.author(), requestId));
    }

    /** The refusal of a value that is or claims to be too large. */
    public RequestFailure valueTooLarge(EntryName at, String size) {
        return limitCheck.valueTooLarge(at, size);
    }

    /** The revision of the store, as this node knows it. */
    public long localRevision() {
        return log.localView().revision();
    }

    /** When an entry expires, by this node's clock, as far as it knows the cluster's time. */
    public long epochMillisOf(long deadlineMillis) {
        return clock.millis() + Math.max(0, deadlineMillis - log.clusterTimeMillis());
    }

    /**
     * Time is data: the command carries it. The first attempt is stamped later than anything this node knows to be
     * forgotten; all attempts of one request carry the same, so that none is carried out twice.
     */
    private Origin originOf(WriteContext context, long firstMillis, Operation operation) {
        var caller = context.caller();
        // Only what grants leases need say how many: so an ordinary write has no more bytes for it.
        int leasesMax = operation instanceof Operation.GrantLease ? limits.leasesPerCallerMax() : LeaseRights.UNLIMITED;
        return new Origin(
                caller.author(),
                caller.token(),
                context.requestId(),
                clock.millis(),
                firstMillis,
                caller.leaseRights(leasesMax));
    }

    /** What a first attempt is stamped with now. */
    long stampMillis() {
        return Math.max(log.clusterTimeMillis(), log.localView().requestHorizonMillis() + 1);
    }

    private long deadlineMillis(Deadline deadline) {
        return log.clusterTimeMillis() + Math.max(0, deadline.remainingMillis()) + GRACE_MILLIS;
    }
}
