package io.concord.server.service;

import io.concord.core.backup.BackupRecord;
import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.Comparison;
import io.concord.core.model.EntryName;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import java.util.List;

/**
 * Refuses an operation that is larger than the operator allows, before it costs the log anything. Returns how many bytes
 * of keys, values and tags it has.
 */
final class LimitCheck implements Operation.Handler<Long> {
    private static final int STEP_BYTES = 32;

    private final StoreLimits limits;

    LimitCheck(StoreLimits limits) {
        this.limits = limits;
    }

    /** The refusal of a value that is or claims to be too large. */
    RequestFailure valueTooLarge(EntryName at, String size) {
        return new RequestFailure(
                ErrorCode.TOO_LARGE,
                "value of '" + at + "' is " + size + " bytes; the limit is " + limits.valueBytesMax()
                        + " (concord.limits.value-bytes-max)");
    }

    @Override
    public Long transaction(Operation.Transaction transaction) {
        int operations = transaction.comparisons().size()
                + transaction.then().size()
                + transaction.otherwise().size();
        if (operations > limits.transactionOperationsMax()) {
            throw new RequestFailure(
                    ErrorCode.TOO_LARGE,
                    "transaction has " + operations + " operations, comparisons included; the limit is "
                            + limits.transactionOperationsMax() + " (concord.limits.transaction-operations-max)");
        }
        long bytes = comparisonBytes(transaction.comparisons())
                + stepBytes(transaction.then())
                + stepBytes(transaction.otherwise());
        if (bytes > limits.transactionBytesMax()) {
            throw new RequestFailure(
                    ErrorCode.TOO_LARGE,
                    "transaction has " + bytes + " bytes of keys and values; the limit is "
                            + limits.transactionBytesMax() + " (concord.limits.transaction-bytes-max)");
        }
        return bytes;
    }

    private long stepBytes(List<Step> steps) {
        return steps.stream().mapToLong(step -> step.acceptStep(this)).sum();
    }

    private static long comparisonBytes(List<Comparison> comparisons) {
        return comparisons.stream()
                .mapToLong(comparison -> nameBytes(comparison.at())
                        + (comparison instanceof Comparison.Content content
                                ? content.operand().size()
                                : 0))
                .sum();
    }

    @Override
    public Long put(Step.Put put) {
        return nameBytes(put.at()) + checked(put.at(), put.value()) + put.tags().bytes();
    }

    private long checked(EntryName at, Value value) {
        if (value.size() > limits.valueBytesMax()) {
            throw valueTooLarge(at, Integer.toString(value.size()));
        }
        return value.size();
    }

    @Override
    public Long delete(Step.Delete delete) {
        return nameBytes(delete.at());
    }

    @Override
    public Long touch(Step.Touch touch) {
        return nameBytes(touch.at());
    }

    @Override
    public Long increment(Step.Increment increment) {
        return nameBytes(increment.at());
    }

    @Override
    public Long get(Step.Get get) {
        return nameBytes(get.at());
    }

    @Override
    public Long range(Step.Range range) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long deleteRange(Step.DeleteRange deleteRange) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long deleteTagged(Step.DeleteTagged deleteTagged) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long createNamespace(Operation.CreateNamespace createNamespace) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long destroyNamespace(Operation.DestroyNamespace destroyNamespace) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long grantLease(Operation.GrantLease grantLease) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long keepLease(Operation.KeepLease keepLease) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long revokeLease(Operation.RevokeLease revokeLease) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long putRule(Operation.PutRule putRule) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long deleteRule(Operation.DeleteRule deleteRule) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long revokeTokens(Operation.RevokeTokens revokeTokens) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long liftRevocation(Operation.LiftRevocation liftRevocation) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long recordToken(Operation.RecordToken recordToken) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long revokeIssuedToken(Operation.RevokeIssuedToken revokeIssuedToken) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long addSigningKey(Operation.AddSigningKey addSigningKey) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long removeSigningKey(Operation.RemoveSigningKey removeSigningKey) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long beginRestore(Operation.BeginRestore begin) {
        return (long) STEP_BYTES;
    }

    /** Of a value that was let in when more was allowed, the operator must say that it is again. */
    @Override
    public Long restorePart(Operation.RestorePart part) {
        for (var record : part.records()) {
            if (record instanceof BackupRecord.Stored stored
                    && stored.entry().value().size() > limits.valueBytesMax()) {
                throw new RequestFailure(
                        ErrorCode.TOO_LARGE,
                        "value of '" + stored.entry().key() + "' in the backup is "
                                + stored.entry().value().size() + " bytes; the limit is " + limits.valueBytesMax()
                                + " (concord.limits.value-bytes-max)");
            }
        }
        return (long) STEP_BYTES;
    }

    @Override
    public Long finishRestore(Operation.FinishRestore finish) {
        return (long) STEP_BYTES;
    }

    @Override
    public Long abortRestore(Operation.AbortRestore abort) {
        return (long) STEP_BYTES;
    }

    private static long nameBytes(EntryName at) {
        return (long) STEP_BYTES + at.key().text().length();
    }
}
