package io.concord.server.service;

import io.concord.core.command.Refusal;
import io.concord.core.protocol.batch.BatchOutcome;

/** What a caller of a batch is told where the state said no. */
abstract class BatchRefusals implements Refusal.Handler<BatchOutcome> {
    private static final Refusals WORDS = new Refusals("the entry");

    @Override
    public BatchOutcome preconditionFailed(Refusal.PreconditionFailed failed) {
        return new BatchOutcome.PreconditionFailed(failed.revision(), failed.entryRevision(), failed.current());
    }

    @Override
    public BatchOutcome namespaceMissing(Refusal.NamespaceMissing missing) {
        return failed(missing);
    }

    @Override
    public BatchOutcome namespaceExists(Refusal.NamespaceExists exists) {
        return failed(exists);
    }

    @Override
    public BatchOutcome leaseMissing(Refusal.LeaseMissing missing) {
        return failed(missing);
    }

    @Override
    public BatchOutcome notANumber(Refusal.NotANumber notANumber) {
        return failed(notANumber);
    }

    /** An answer without room is the batch's: the write was neither carried out nor remembered. */
    @Override
    public BatchOutcome quotaExceeded(Refusal.QuotaExceeded exceeded) {
        return exceeded.quota() == Refusal.Quota.ANSWER_BYTES ? AnswerBudget.readAgain() : failed(exceeded);
    }

    /** The transactions of a batch are its own, and their steps mean one operation to the caller. */
    @Override
    public BatchOutcome stepRefused(Refusal.StepRefused refused) {
        return refused.cause().acceptRefusal(this);
    }

    @Override
    public BatchOutcome deadlinePassed(Refusal.DeadlinePassed passed) {
        return failed(passed);
    }

    @Override
    public BatchOutcome requestIdReused(Refusal.RequestIdReused reused) {
        return failed(reused);
    }

    @Override
    public BatchOutcome requestForgotten(Refusal.RequestForgotten forgotten) {
        return new BatchOutcome.Forgotten(forgotten.revision());
    }

    @Override
    public BatchOutcome tokenRevoked(Refusal.TokenRevoked revoked) {
        return failed(revoked);
    }

    @Override
    public BatchOutcome rulesChanged(Refusal.RulesChanged changed) {
        return failed(changed);
    }

    @Override
    public BatchOutcome tokenMissing(Refusal.TokenMissing missing) {
        return failed(missing);
    }

    @Override
    public BatchOutcome tokenExists(Refusal.TokenExists exists) {
        return failed(exists);
    }

    @Override
    public BatchOutcome signingKeyChanged(Refusal.SigningKeyChanged changed) {
        return failed(changed);
    }

    @Override
    public BatchOutcome restoreMissing(Refusal.RestoreMissing missing) {
        return failed(missing);
    }

    @Override
    public BatchOutcome restoreOccupied(Refusal.RestoreOccupied occupied) {
        return failed(occupied);
    }

    @Override
    public BatchOutcome storeNotEmpty(Refusal.StoreNotEmpty notEmpty) {
        return failed(notEmpty);
    }

    @Override
    public BatchOutcome restoreInvalid(Refusal.RestoreInvalid invalid) {
        return failed(invalid);
    }

    private static BatchOutcome failed(Refusal refused) {
        var failure = refused.acceptRefusal(WORDS);
        return BatchOutcome.Failed.of(failure.code(), String.valueOf(failure.getMessage()));
    }
}
