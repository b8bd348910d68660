package io.concord.core.state;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.format.Utf8;
import io.concord.core.model.Entry;
import java.util.Optional;

/** How many bytes an outcome takes, about and never less than in its format. */
final class OutcomeSize {
    private static final int OUTCOME_BYTES = 400;

    /** Of an entry's numbers and lengths. */
    private static final int ENTRY_BYTES = 80;

    private OutcomeSize() {}

    static long bytes(Outcome outcome) {
        return OUTCOME_BYTES + entryBytes(outcome);
    }

    /** An author may be larger than a key and its value. */
    static long bytes(Entry entry) {
        var author = entry.author();
        return ENTRY_BYTES
                + Space.bytesOf(entry)
                + Utf8.lengthBytes(author.issuer())
                + Utf8.lengthBytes(author.subject());
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
            return listed.entries().stream().mapToLong(OutcomeSize::bytes).sum();
        }
        if (outcome instanceof Refusal.PreconditionFailed failed) {
            return bytes(failed.current());
        }
        if (outcome instanceof Refusal.StepRefused refused) {
            return bytes(refused.cause());
        }
        return outcome instanceof Outcome.Executed executed
                ? executed.outcomes().stream().mapToLong(OutcomeSize::bytes).sum()
                : 0;
    }

    private static long bytes(Optional<Entry> entry) {
        return entry.map(OutcomeSize::bytes).orElse(0L);
    }
}
