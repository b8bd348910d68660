package io.concord.server.service;

import io.concord.core.command.Outcome;
import io.concord.core.protocol.batch.BatchOutcome;

/** The outcome of a batch's operation that an outcome of the store is. */
final class BatchOutcomes extends BatchRefusals implements Outcome.Handler<BatchOutcome> {
    @Override
    public BatchOutcome written(Outcome.Written written) {
        return new BatchOutcome.Written(
                written.revision(), written.createRevision(), written.version(), written.previous());
    }

    @Override
    public BatchOutcome deleted(Outcome.Deleted deleted) {
        return new BatchOutcome.Deleted(deleted.revision(), deleted.existed(), deleted.previous());
    }

    @Override
    public BatchOutcome touched(Outcome.Touched touched) {
        return new BatchOutcome.Touched(touched.revision(), touched.existed());
    }

    @Override
    public BatchOutcome incremented(Outcome.Incremented incremented) {
        return new BatchOutcome.Incremented(
                incremented.revision(), incremented.createRevision(), incremented.version(), incremented.value());
    }

    @Override
    public BatchOutcome found(Outcome.Found found) {
        return new BatchOutcome.Found(found.revision(), found.entry());
    }

    @Override
    public BatchOutcome rangeDeleted(Outcome.RangeDeleted deleted) {
        return new BatchOutcome.RangeDeleted(deleted.revision(), deleted.count());
    }

    /** The only transaction of a batch is get-and-touch, whose last step has read the entry. */
    @Override
    public BatchOutcome executed(Outcome.Executed executed) {
        return executed.outcomes().get(executed.outcomes().size() - 1).accept(this);
    }

    @Override
    public BatchOutcome namespaceReady(Outcome.NamespaceReady ready) {
        return new BatchOutcome.NamespaceReady(ready.revision(), ready.created(), ready.settings());
    }

    @Override
    public BatchOutcome namespaceDestroyed(Outcome.NamespaceDestroyed destroyed) {
        return new BatchOutcome.NamespaceDestroyed(destroyed.revision(), destroyed.existed(), destroyed.count());
    }

    @Override
    public BatchOutcome leaseAlive(Outcome.LeaseAlive alive) {
        return new BatchOutcome.LeaseAlive(alive.revision(), alive.leaseId(), alive.ttlMillis());
    }

    @Override
    public BatchOutcome leaseRevoked(Outcome.LeaseRevoked revoked) {
        return new BatchOutcome.LeaseRevoked(revoked.revision(), revoked.count());
    }

    @Override
    public BatchOutcome listed(Outcome.Listed listed) {
        throw foreign(listed);
    }

    @Override
    public BatchOutcome ticked(Outcome.Ticked ticked) {
        throw foreign(ticked);
    }

    @Override
    public BatchOutcome batched(Outcome.Batched batched) {
        throw foreign(batched);
    }

    @Override
    public BatchOutcome tokensRevoked(Outcome.TokensRevoked revoked) {
        throw foreign(revoked);
    }

    @Override
    public BatchOutcome revocationLifted(Outcome.RevocationLifted lifted) {
        throw foreign(lifted);
    }

    @Override
    public BatchOutcome rulePut(Outcome.RulePut put) {
        throw foreign(put);
    }

    @Override
    public BatchOutcome ruleDeleted(Outcome.RuleDeleted deleted) {
        throw foreign(deleted);
    }

    @Override
    public BatchOutcome tokenRecorded(Outcome.TokenRecorded recorded) {
        throw foreign(recorded);
    }

    @Override
    public BatchOutcome signingKeyAdded(Outcome.SigningKeyAdded added) {
        throw foreign(added);
    }

    @Override
    public BatchOutcome signingKeyRemoved(Outcome.SigningKeyRemoved removed) {
        throw foreign(removed);
    }

    @Override
    public BatchOutcome restoreUnderWay(Outcome.RestoreUnderWay underWay) {
        throw foreign(underWay);
    }

    @Override
    public BatchOutcome restored(Outcome.Restored restored) {
        throw foreign(restored);
    }

    @Override
    public BatchOutcome restoreAborted(Outcome.RestoreAborted aborted) {
        throw foreign(aborted);
    }

    private static IllegalStateException foreign(Outcome outcome) {
        return new IllegalStateException(
                "a write of a batch came to " + outcome.getClass().getSimpleName());
    }
}
