package io.concord.core.state;

import io.concord.core.command.Outcome;
import io.concord.core.model.Entry;
import java.util.Optional;

/** How much of the values of entries an outcome holds. */
final class OutcomeSize {
    private static final int OUTCOME_BYTES = 400;

    private OutcomeSize() {}

    static long bytes(Outcome outcome) {
        return OUTCOME_BYTES + entryBytes(outcome);
    }

    private static long entryBytes(Outcome outcome) {
        if (outcome instanceof Outcome.Written written) {
            return bytes(written.previous());
        }
        if (outcome instanceof Outcome.Deleted deleted) {
            return bytes(deleted.previous());
        }
        if (outcome instanceof Outcome.Found found) {
            return bytes(found.entry());
        }
        if (outcome instanceof Outcome.Listed listed) {
            return listed.entries().stream().mapToLong(Space::bytesOf).sum();
        }
        if (outcome instanceof Outcome.PreconditionFailed failed) {
            return bytes(failed.current());
        }
        if (outcome instanceof Outcome.StepRefused refused) {
            return bytes(refused.cause());
        }
        return outcome instanceof Outcome.Executed executed
                ? executed.outcomes().stream().mapToLong(OutcomeSize::bytes).sum()
                : 0;
    }

    private static long bytes(Optional<Entry> entry) {
        return entry.map(Space::bytesOf).orElse(0L);
    }
}
