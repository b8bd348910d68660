package io.concord.server.service;

import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.protocol.ErrorCode;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Keeps the state from filling the memory of any member: past the limit, what makes it grow is refused; reads and
 * deletions go on. The limit is that of the member that has least.
 */
public final class MemoryGuard {
    private static final System.Logger LOG = System.getLogger(MemoryGuard.class.getName());

    /** Where a person must begin to look, in percent of the limit. */
    private static final int WARN_PERCENT = 80;

    private final LongSupplier usedBytes;
    private final LongSupplier limitBytes;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * @param usedBytes by the state, about
     * @param limitBytes how much may be used
     */
    public MemoryGuard(LongSupplier usedBytes, LongSupplier limitBytes) {
        this.usedBytes = usedBytes;
        this.limitBytes = limitBytes;
    }

    /**
     * Passes if there is room, or the operation needs none.
     *
     * @throws RequestFailure {@link ErrorCode#STORAGE_FULL} otherwise
     */
    void check(Operation operation) {
        long used = usedBytes.getAsLong();
        long limit = limitBytes.getAsLong();
        warn(used, limit);
        if (used > limit && operation.accept(new Growth())) {
            throw new RequestFailure(
                    ErrorCode.STORAGE_FULL,
                    "the store takes " + used + " bytes of memory; the limit is " + limit
                            + " (concord.limits.heap-percent-max, concord.limits.store-bytes-max, the least of all"
                            + " members). Delete entries or give every member more memory");
        }
    }

    private void warn(long used, long limit) {
        boolean high = used > limit / 100 * WARN_PERCENT;
        if (high && warned.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "the store takes {0} bytes of memory, more than {1} % of the {2} that it may; growing writes will be"
                            + " refused beyond that",
                    Long.toString(used),
                    Integer.toString(WARN_PERCENT),
                    Long.toString(limit));
        } else if (!high && used < limit / 100 * (WARN_PERCENT - 10)) {
            warned.set(false);
        }
    }

    /** Whether an operation can make the state larger. */
    private static final class Growth implements Operation.Handler<Boolean> {
        @Override
        public Boolean put(Step.Put put) {
            return true;
        }

        @Override
        public Boolean increment(Step.Increment increment) {
            return true;
        }

        @Override
        public Boolean transaction(Operation.Transaction transaction) {
            return transaction.then().stream().anyMatch(step -> step.acceptStep(this))
                    || transaction.otherwise().stream().anyMatch(step -> step.acceptStep(this));
        }

        @Override
        public Boolean createNamespace(Operation.CreateNamespace createNamespace) {
            return true;
        }

        @Override
        public Boolean grantLease(Operation.GrantLease grantLease) {
            return true;
        }

        @Override
        public Boolean delete(Step.Delete delete) {
            return false;
        }

        @Override
        public Boolean touch(Step.Touch touch) {
            return false;
        }

        @Override
        public Boolean get(Step.Get get) {
            return false;
        }

        @Override
        public Boolean range(Step.Range range) {
            return false;
        }

        @Override
        public Boolean deleteRange(Step.DeleteRange deleteRange) {
            return false;
        }

        @Override
        public Boolean deleteTagged(Step.DeleteTagged deleteTagged) {
            return false;
        }

        @Override
        public Boolean destroyNamespace(Operation.DestroyNamespace destroyNamespace) {
            return false;
        }

        @Override
        public Boolean keepLease(Operation.KeepLease keepLease) {
            return false;
        }

        /** The revocations are few and small, and a full store is no reason to let a stolen token write. */
        @Override
        public Boolean revokeTokens(Operation.RevokeTokens revokeTokens) {
            return false;
        }

        @Override
        public Boolean liftRevocation(Operation.LiftRevocation liftRevocation) {
            return false;
        }

        /** As with revocations: the rules are few and small. */
        @Override
        public Boolean putRule(Operation.PutRule putRule) {
            return false;
        }

        @Override
        public Boolean deleteRule(Operation.DeleteRule deleteRule) {
            return false;
        }

        /** As few and as small; and an operator who frees a full store needs a token. */
        @Override
        public Boolean recordToken(Operation.RecordToken recordToken) {
            return false;
        }

        @Override
        public Boolean revokeIssuedToken(Operation.RevokeIssuedToken revokeIssuedToken) {
            return false;
        }

        @Override
        public Boolean addSigningKey(Operation.AddSigningKey addSigningKey) {
            return false;
        }

        @Override
        public Boolean removeSigningKey(Operation.RemoveSigningKey removeSigningKey) {
            return false;
        }

        @Override
        public Boolean restorePart(Operation.RestorePart part) {
            return true;
        }

        @Override
        public Boolean beginRestore(Operation.BeginRestore begin) {
            return false;
        }

        @Override
        public Boolean finishRestore(Operation.FinishRestore finish) {
            return false;
        }

        @Override
        public Boolean abortRestore(Operation.AbortRestore abort) {
            return false;
        }

        @Override
        public Boolean revokeLease(Operation.RevokeLease revokeLease) {
            return false;
        }
    }
}
