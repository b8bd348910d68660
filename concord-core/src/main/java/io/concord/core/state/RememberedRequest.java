package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.Fingerprint;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;

/** A request that was decided: what it asked for, when it was first made, and what it came to. */
record RememberedRequest(RequestKey key, long timeMillis, Fingerprint fingerprint, Outcome outcome) {

    static RememberedRequest of(Command.Write write, Outcome outcome) {
        var origin = write.origin();
        return new RememberedRequest(RequestKey.of(origin), origin.timeMillis(), Fingerprint.of(write), outcome);
    }

    /** Answers another request of the same author and id, at the revision that the store has now. */
    Reply answer(Command.Write again, long revision) {
        return fingerprint.equals(Fingerprint.of(again))
                ? new Reply(outcome, true)
                : new Reply(new Outcome.RequestIdReused(revision), false);
    }
}
