package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.Fingerprint;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;

/**
 * A request that was decided: what it asked for, when it was first made, and what it came to.
 *
 * @param firstMillis when it was first made, in the cluster's time
 * @param decidedMillis when it was decided, in the cluster's time
 */
record RememberedRequest(
        RequestKey key, long firstMillis, long decidedMillis, Fingerprint fingerprint, Outcome outcome) {

    static RememberedRequest of(Command.Write write, Outcome outcome, long decidedMillis) {
        var origin = write.origin();
        return new RememberedRequest(
                RequestKey.of(origin), origin.firstMillis(), decidedMillis, Fingerprint.of(write.operation()), outcome);
    }

    /** Answers another request of the same author and id, at the revision that the store has now. */
    Reply answer(Command.Write again, long revision) {
        return fingerprint.equals(Fingerprint.of(again.operation()))
                ? new Reply(outcome, true)
                : new Reply(new Refusal.RequestIdReused(revision), false);
    }

    /** What the memory of it takes, about. */
    long bytes() {
        return OutcomeSize.bytes(outcome);
    }
}
