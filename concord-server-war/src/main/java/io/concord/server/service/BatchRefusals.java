package io.concord.server.service;

import io.concord.core.command.Outcome;
import io.concord.core.protocol.batch.BatchOutcome;

/** What a caller of a batch is told where the state said no. */
abstract class BatchRefusals implements Outcome.RefusalHandler<BatchOutcome> {
    private static final Refusals WORDS = new Refusals("the entry");

    @Override
    public BatchOutcome preconditionFailed(Outcome.PreconditionFailed failed) {
        return new BatchOutcome.PreconditionFailed(failed.revision(), failed.entryRevision(), failed.current());
    }

    @Override
    public BatchOutcome namespaceMissing(Outcome.NamespaceMissing missing) {
        return failed(missing);
    }

    @Override
    public BatchOutcome namespaceExists(Outcome.NamespaceExists exists) {
        return failed(exists);
    }

    @Override
    public BatchOutcome leaseMissing(Outcome.LeaseMissing missing) {
        return failed(missing);
    }

    @Override
    public BatchOutcome notANumber(Outcome.NotANumber notANumber) {
        return failed(notANumber);
    }

    /** An answer without room is the batch's: the write was neither carried out nor remembered. */
    @Override
    public BatchOutcome quotaExceeded(Outcome.QuotaExceeded exceeded) {
        return exceeded.quota() == Outcome.Quota.ANSWER_BYTES ? AnswerBudget.readAgain() : failed(exceeded);
    }

    /** The transactions of a batch are its own, and their steps mean one operation to the caller. */
    @Override
    public BatchOutcome stepRefused(Outcome.StepRefused refused) {
        return refused.cause().acceptRefusal(this);
    }

    @Override
    public BatchOutcome deadlinePassed(Outcome.DeadlinePassed passed) {
        return failed(passed);
    }

    @Override
    public BatchOutcome requestIdReused(Outcome.RequestIdReused reused) {
        return failed(reused);
    }

    @Override
    public BatchOutcome requestForgotten(Outcome.RequestForgotten forgotten) {
        return new BatchOutcome.Forgotten(forgotten.revision());
    }

    @Override
    public BatchOutcome tokenRevoked(Outcome.TokenRevoked revoked) {
        return failed(revoked);
    }

    private static BatchOutcome failed(Outcome.Refused refused) {
        var failure = refused.acceptRefusal(WORDS);
        return BatchOutcome.Failed.of(failure.code(), String.valueOf(failure.getMessage()));
    }
}
