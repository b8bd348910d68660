package io.concord.server.service;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;

/** Whether an outcome tells what there is or was in the store, beyond that the write was carried out. */
final class OutcomeContent {
    private OutcomeContent() {}

    static boolean isIn(Outcome outcome) {
        if (outcome instanceof Outcome.Written written) {
            return written.previous().isPresent();
        }
        if (outcome instanceof Outcome.Deleted deleted) {
            return deleted.previous().isPresent();
        }
        if (outcome instanceof Refusal.StepRefused refused) {
            return isIn(refused.cause());
        }
        if (outcome instanceof Outcome.Executed executed) {
            return executed.outcomes().stream().anyMatch(OutcomeContent::isIn);
        }
        return outcome instanceof Outcome.Found
                || outcome instanceof Outcome.Listed
                || outcome instanceof Outcome.Incremented
                || outcome instanceof Outcome.RangeDeleted
                || outcome instanceof Outcome.NamespaceDestroyed
                || outcome instanceof Outcome.LeaseRevoked
                || outcome instanceof Refusal.PreconditionFailed
                || outcome instanceof Refusal.NotANumber;
    }
}
