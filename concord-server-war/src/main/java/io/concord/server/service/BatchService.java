package io.concord.server.service;

import io.concord.core.command.Command;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.core.protocol.batch.BatchResponse;
import io.concord.core.state.KeyspaceView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Many independent operations on behalf of a caller. All writes are one entry of the log, in their order; once they are
 * decided, one barrier serves all linearizable reads, which therefore see them. Each operation has its own outcome: one that
 * may not be, or fails, does not keep the others.
 */
public final class BatchService {
    private final ReplicatedLog log;
    private final StoreService store;
    private final BatchLimits limits;

    public BatchService(ReplicatedLog log, StoreService store, BatchLimits limits) {
        this.log = log;
        this.store = store;
        this.limits = limits;
    }

    public BatchLimits limits() {
        return limits;
    }

    /**
     * Completes with an outcome for every operation, and fails with nothing.
     *
     * @throws RequestFailure at once if the batch has too many operations
     */
    public CompletionStage<BatchResponse> execute(Caller caller, BatchRequest request, Deadline deadline) {
        if (request.operations().size() > limits.operationsMax()) {
            throw new RequestFailure(
                    ErrorCode.TOO_LARGE,
                    "batch has " + request.operations().size() + " operations; the limit is " + limits.operationsMax()
                            + " (concord.limits.batch-operations-max)");
        }
        var plan = new BatchPlan(store, log, caller, deadline);
        request.operations().forEach(plan::add);
        return write(plan, deadline)
                .thenCompose(written -> view(plan, caller, deadline))
                .thenApply(view -> response(plan, caller, view));
    }

    private CompletionStage<Void> write(BatchPlan plan, Deadline deadline) {
        if (plan.writes().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return log.append(new Command.Batch(plan.writes()), deadline).handle((reply, failure) -> {
            plan.written(failure == null ? replies(reply) : failed(plan.writes().size(), failure));
            if (failure == null) {
                plan.settled(((Outcome.Batched) reply.outcome()).replies());
            }
            return null;
        });
    }

    /** A view for the linearizable reads, or why there is none; an empty result where there is no such read. */
    private CompletionStage<Optional<Fresh>> view(BatchPlan plan, Caller caller, Deadline deadline) {
        if (!plan.needsBarrier()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return log.linearizableView(deadline)
                .thenApply(caller::admittedTo)
                .handle((view, failure) ->
                        Optional.of(failure == null ? new Fresh(view, null) : new Fresh(null, outcomeOf(failure))));
    }

    private BatchResponse response(BatchPlan plan, Caller caller, Optional<Fresh> fresh) {
        var local = local(caller);
        var budget = new AnswerBudget(Limits.ANSWER_BYTES_MAX);
        var replies = plan.replies(read -> {
            var source = read.stale() ? local : fresh.orElseThrow();
            return source.answer(read);
        });
        var fitted = new ArrayList<BatchReply>(replies.size());
        for (int i = 0; i < replies.size(); i++) {
            fitted.add(budget.fitted(replies.get(i), plan.operations().get(i) instanceof BatchOperation.Read));
        }
        return new BatchResponse(store.stampMillis(), fitted);
    }

    private Fresh local(Caller caller) {
        try {
            return new Fresh(caller.admittedTo(log.staleView()), null);
        } catch (RequestFailure e) {
            return new Fresh(null, outcomeOf(e));
        }
    }

    private static List<BatchReply> replies(Reply reply) {
        return ((Outcome.Batched) reply.outcome())
                .replies().stream()
                        .map(one -> new BatchReply(one.outcome().accept(new BatchOutcomes()), one.replayed()))
                        .toList();
    }

    private static List<BatchReply> failed(int count, Throwable failure) {
        return Collections.nCopies(count, BatchReply.first(outcomeOf(failure)));
    }

    static BatchOutcome outcomeOf(Throwable thrown) {
        var failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof RequestFailure known) {
            return BatchOutcome.Failed.of(known.code(), String.valueOf(known.getMessage()));
        }
        if (failure instanceof InvalidValueException invalid) {
            return BatchOutcome.Failed.of(ErrorCode.INVALID_REQUEST, String.valueOf(invalid.getMessage()));
        }
        throw new CompletionException(failure);
    }

    /** What the reads are answered from: a view, or the reason why there is none. */
    private record Fresh(
            @Nullable KeyspaceView view, @Nullable BatchOutcome failure) {
        BatchOutcome answer(BatchOperation.Read read) {
            if (view == null) {
                return Objects.requireNonNull(failure);
            }
            try {
                return read.acceptRead(new BatchReads(view));
            } catch (RequestFailure e) {
                return outcomeOf(e);
            }
        }
    }
}
