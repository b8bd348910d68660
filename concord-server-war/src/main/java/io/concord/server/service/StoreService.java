package io.concord.server.service;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.command.Command;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.model.EntryName;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The store on behalf of a caller: who may read and write it, how much at a time, and until when. */
public final class StoreService {
    /**
     * How long after the caller stopped waiting an operation may still be carried out: what this node's idea of the
     * cluster's time may lack.
     */
    private static final long GRACE_MILLIS = 2_000;

    private static final List<Need> EVERYTHING = List.of(Need.everything(Verb.READ));

    private final ReplicatedLog log;
    private final Clock clock;
    private final StoreLimits limits;
    private final LimitCheck limitCheck;
    private final MemoryGuard memory;
    private final AccessControl access;

    /** One with rights of its own. */
    public StoreService(ReplicatedLog log, Clock clock, StoreLimits limits, MemoryGuard memory) {
        this(log, clock, limits, memory, new AccessControl());
    }

    public StoreService(ReplicatedLog log, Clock clock, StoreLimits limits, MemoryGuard memory, AccessControl access) {
        this.access = access;
        this.log = log;
        this.clock = clock;
        this.limits = limits;
        this.limitCheck = new LimitCheck(limits);
        this.memory = memory;
    }

    public StoreLimits limits() {
        return limits;
    }

    /** Who may do what. */
    public AccessControl access() {
        return access;
    }

    /** A view that holds every write acknowledged before the call, for whoever may read everything. */
    public CompletionStage<KeyspaceView> read(Caller caller, Deadline deadline) {
        return read(caller, EVERYTHING, deadline);
    }

    /** A view that holds every write acknowledged before the call; it decides itself whether the caller may have it. */
    public CompletionStage<KeyspaceView> read(Caller caller, Collection<Need> needs, Deadline deadline) {
        return log.linearizableView(deadline).thenApply(view -> access.admit(caller, view, needs));
    }

    /** As {@link #readStale(Caller, Collection)}, for whoever may read everything. */
    public KeyspaceView readStale(Caller caller) {
        return readStale(caller, EVERYTHING);
    }

    /**
     * What this node has; never uncommitted, perhaps old, and so are the rules by which it is decided.
     *
     * @throws UnavailableException if the node has stopped itself
     */
    public KeyspaceView readStale(Caller caller, Collection<Need> needs) {
        return access.admit(caller, log.staleView(), needs);
    }

    /**
     * Goes through if the caller may, for what is to be known before the work begins. By what this node knows, and if that
     * says no, by what the cluster knows; waits for that.
     *
     * @throws RequestFailure {@link ErrorCode#FORBIDDEN} if he may not
     */
    public void require(Caller caller, Collection<Need> needs, Deadline deadline) {
        permitted(caller, needs, deadline);
    }

    /** As {@link #require}, for whoever may write or delete something. */
    public void requireChanging(Caller caller, Deadline deadline) {
        if (!access.allows(caller, log.localView().rules(), List.of(Need.anything(Verb.DELETE)))) {
            require(caller, List.of(Need.anything(Verb.WRITE)), deadline);
        }
    }

    /** As {@link #require}, for whoever may do anything at all. */
    public void requireAnything(Caller caller, Deadline deadline) {
        if (!access.allowsAnything(caller, log.localView().rules())) {
            require(caller, List.of(Need.anything(Verb.READ)), deadline);
        }
    }

    /** As {@link #require}, for whoever may put this. */
    public void requirePut(WriteContext context, EntryName at, Precondition precondition, boolean returning) {
        require(context.caller(), OperationNeeds.ofPut(at, precondition, returning), context.deadline());
    }

    /** As {@link #require}, for whoever may administer the store. */
    public void requireAdministrator(Caller caller, Deadline deadline) {
        require(caller, List.of(Need.everything(Verb.ADMIN)), deadline);
    }

    /**
     * Turns away a caller of whose revocation this node knows; one that it does not know of yet gets no write done.
     *
     * @throws RequestFailure {@link ErrorCode#TOKEN_REVOKED}
     */
    public void admit(Caller caller) {
        caller.admittedTo(log.localView());
    }

    /**
     * Has an operation carried out at most once. Fails at once for one that the caller may not do or that is over a
     * limit; otherwise as {@link ReplicatedLog#append}.
     */
    public CompletionStage<Reply> write(WriteContext context, Operation operation) {
        var needs = OperationNeeds.of(operation);
        long rulesRevision = permitted(context.caller(), needs, context.deadline());
        return append(context, command(context, stampMillis(), operation, rulesRevision), needs)
                .thenApply(reply -> {
                    context.caller().trail().settled(context.requestId(), reply.outcome());
                    return reply;
                });
    }

    /** Submits it, and again for as long as the rules change on its way, if the newer ones allow it. */
    private CompletionStage<Reply> append(WriteContext context, Command.Write command, Collection<Need> needs) {
        return log.append(command, context.deadline()).thenCompose(reply -> {
            if (!(reply.outcome() instanceof Refusal.RulesChanged)) {
                return CompletableFuture.completedFuture(reply);
            }
            return read(context.caller(), needs, context.deadline())
                    .thenCompose(
                            view -> append(context, by(command, view.rules().revision(), context.deadline()), needs));
        });
    }

    /** By what this node knows; a refusal by what the cluster knows. Returns the revision of the rules that allow it. */
    private long permitted(Caller caller, Collection<Need> needs, Deadline deadline) {
        var local = log.localView();
        if (access.allows(caller, local.rules(), needs)) {
            access.tell(caller, needs);
            return local.rules().revision();
        }
        try {
            return read(caller, needs, deadline)
                    .toCompletableFuture()
                    .join()
                    .rules()
                    .revision();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RequestFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    /**
     * The command that carries an operation, once it is within the limits.
     *
     * @param firstMillis the time of the first attempt as the caller has it
     * @param rulesRevision of the rules by which it is allowed
     */
    Command.Write command(WriteContext context, long firstMillis, Operation operation, long rulesRevision) {
        operation.accept(limitCheck);
        memory.check(operation);
        context.caller().trail().submitted(context.requestId(), operation);
        return new Command.Write(
                originOf(context, firstMillis, operation, rulesRevision),
                deadlineMillis(context.deadline()),
                operation);
    }

    private Command.Write by(Command.Write command, long rulesRevision, Deadline deadline) {
        return new Command.Write(command.origin().by(rulesRevision), deadlineMillis(deadline), command.operation());
    }

    /** What would come of a transaction now; nothing is changed. */
    public CompletionStage<Outcome> evaluate(Caller caller, Operation.Transaction transaction, Deadline deadline) {
        transaction.accept(limitCheck);
        return read(caller, OperationNeeds.ofDryRun(transaction), deadline)
                .thenApply(view ->
                        view.evaluate(transaction, caller.author(), caller.leaseRights(limits.leasesPerCallerMax())));
    }

    /**
     * What became of a request of the caller; empty where it is not known, or not any more. An outcome does not say of which
     * keys it tells, so that one with content is for whoever may read everything; others send the request again.
     */
    public CompletionStage<Optional<Outcome>> outcomeOf(Caller caller, RequestId requestId, Deadline deadline) {
        return log.linearizableView(deadline).thenApply(view -> {
            var rules = caller.admittedTo(view).rules();
            if (!access.allowsAnything(caller, rules)) {
                access.require(caller, rules, List.of(Need.anything(Verb.READ)));
            }
            var outcome = view.outcomeOf(caller.author(), requestId);
            if (outcome.filter(OutcomeContent::isIn).isPresent() && !access.allows(caller, rules, EVERYTHING)) {
                throw new RequestFailure(
                        ErrorCode.FORBIDDEN,
                        "the outcome tells what is in the store, and no rule lets '" + caller.author()
                                + "' read all of it; send the request again with the same id, and its answer is the"
                                + " first one");
            }
            return outcome;
        });
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
    private Origin originOf(WriteContext context, long firstMillis, Operation operation, long rulesRevision) {
        var caller = context.caller();
        // Only what grants leases need say how many: so an ordinary write has no more bytes for it.
        int leasesMax = operation instanceof Operation.GrantLease ? limits.leasesPerCallerMax() : LeaseRights.UNLIMITED;
        return new Origin(
                caller.author(),
                caller.token(),
                context.requestId(),
                clock.millis(),
                firstMillis,
                caller.leaseRights(leasesMax),
                rulesRevision);
    }

    /** What a first attempt is stamped with now. */
    long stampMillis() {
        return Math.max(log.clusterTimeMillis(), log.localView().requestHorizonMillis() + 1);
    }

    private long deadlineMillis(Deadline deadline) {
        return log.clusterTimeMillis() + Math.max(0, deadline.remainingMillis()) + GRACE_MILLIS;
    }
}
