package io.concord.server.service;

import io.concord.core.command.Outcome;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchOutcome;
import java.util.Locale;

/** What a caller of a batch is told where the state said no. */
abstract class BatchRefusals implements Outcome.RefusalHandler<BatchOutcome> {
    @Override
    public BatchOutcome preconditionFailed(Outcome.PreconditionFailed failed) {
        return new BatchOutcome.PreconditionFailed(failed.revision(), failed.entryRevision(), failed.current());
    }

    @Override
    public BatchOutcome namespaceMissing(Outcome.NamespaceMissing missing) {
        return failed(ErrorCode.NAMESPACE_NOT_FOUND, "there is no namespace '" + missing.namespace() + "'");
    }

    @Override
    public BatchOutcome namespaceExists(Outcome.NamespaceExists exists) {
        return failed(ErrorCode.PRECONDITION_FAILED, "namespace '" + exists.namespace() + "' exists");
    }

    @Override
    public BatchOutcome leaseMissing(Outcome.LeaseMissing missing) {
        return failed(ErrorCode.LEASE_NOT_FOUND, "lease " + missing.leaseId() + " has ended or never was");
    }

    @Override
    public BatchOutcome notANumber(Outcome.NotANumber notANumber) {
        return failed(
                ErrorCode.NOT_A_NUMBER,
                "the value is not a decimal number between -2^63 and 2^63-1, or would not be one afterwards");
    }

    /** An answer without room is the batch's: the write was neither carried out nor remembered. */
    @Override
    public BatchOutcome quotaExceeded(Outcome.QuotaExceeded exceeded) {
        return exceeded.quota() == Outcome.Quota.ANSWER_BYTES
                ? AnswerBudget.readAgain()
                : failed(
                        ErrorCode.STORAGE_FULL,
                        "the limit of " + exceeded.limit() + " "
                                + exceeded.quota().name().toLowerCase(Locale.ROOT)
                                + " is reached; delete what is not needed, or have it raised");
    }

    /** The transactions of a batch are its own, and their steps mean one operation to the caller. */
    @Override
    public BatchOutcome stepRefused(Outcome.StepRefused refused) {
        return refused.cause().acceptRefusal(this);
    }

    @Override
    public BatchOutcome deadlinePassed(Outcome.DeadlinePassed passed) {
        return failed(ErrorCode.UNAVAILABLE, "the write came too late to be carried out; nothing happened, so retry");
    }

    @Override
    public BatchOutcome requestIdReused(Outcome.RequestIdReused reused) {
        return failed(
                ErrorCode.REQUEST_ID_REUSED,
                "the request id has been used for another operation; each operation has its own");
    }

    @Override
    public BatchOutcome requestForgotten(Outcome.RequestForgotten forgotten) {
        return new BatchOutcome.Forgotten(forgotten.revision());
    }

    private static BatchOutcome failed(ErrorCode code, String detail) {
        return BatchOutcome.Failed.of(code, detail);
    }
}
