package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.model.Author;
import io.concord.core.model.Limits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that hold for every command: each is carried out once, and not too late. A pure function from the state
 * before a command to the state after it; time is what the log says, and never goes back.
 */
final class CommandApplier implements Command.Handler<Transition> {
    private final KeyspaceView before;
    private final long clockMillis;
    private final long timeMillis;

    private CommandApplier(KeyspaceView before, long clockMillis, long timeMillis) {
        this.before = before;
        this.clockMillis = clockMillis;
        this.timeMillis = timeMillis;
    }

    /**
     * @param entryMillis the cluster's time in the command's entry of the log; beyond the year 9999 time stands, so that
     *     every deadline is a number
     */
    static Transition apply(KeyspaceView before, long entryMillis, Command command) {
        return command.accept(new CommandApplier(
                before,
                Math.max(before.clockMillis(), command.timeMillis()),
                Math.max(before.timeMillis(), Math.min(entryMillis, Limits.TIME_MILLIS_MAX))));
    }

    @Override
    public Transition write(Command.Write write) {
        var refusal = refusal(write);
        if (refusal != null) {
            return unchanged(refusal);
        }
        var draft = new Draft(before, momentOf(write));
        var outcome = write.operation().accept(new OperationApplier(draft));
        var decided = outcome instanceof Refusal ? new Draft(before, momentOf(write)) : draft;
        var requests = before.requests().remember(RememberedRequest.of(write, outcome, timeMillis));
        return finished(decided, requests, before.timeMillis(), outcome);
    }

    @Override
    public Transition batch(Command.Batch batch) {
        var view = before;
        var replies = new ArrayList<Reply>();
        var commits = new ArrayList<Commit>();
        long bytes = 0;
        for (var write : batch.writes()) {
            if (bytes > Limits.ANSWER_BYTES_MAX) {
                // Not carried out and not remembered: it may be asked for again.
                replies.add(new Reply(
                        new Refusal.QuotaExceeded(view.revision(), Refusal.Quota.ANSWER_BYTES, Limits.ANSWER_BYTES_MAX),
                        false));
                continue;
            }
            var transition = apply(view, timeMillis, write);
            view = transition.view();
            replies.add(transition.applied().reply());
            commits.addAll(transition.applied().commits());
            bytes += OutcomeSize.bytes(transition.applied().reply().outcome());
        }
        var outcome = new Outcome.Batched(view.revision(), replies);
        return new Transition(view, new Applied(new Reply(outcome, false), commits));
    }

    @Override
    public Transition tick(Command.Tick tick) {
        var draft = new Draft(before, new Draft.Moment(timeMillis, Author.CONCORD, clockMillis, LeaseRights.OWN));
        long reached = new Expiration(draft).passTo(timeMillis);
        var requests = before.requests().withoutThoseBefore(reached - RequestMemory.REMEMBER_MILLIS);
        return finished(draft, requests, reached, new Outcome.Ticked(draft.revision(), reached < timeMillis));
    }

    /**
     * Answers a write that must not be carried out: one decided before, maybe decided before, too late, or by a token
     * that is revoked. Of one that may have been decided nobody says that nothing was done.
     */
    private @Nullable Reply refusal(Command.Write write) {
        var remembered = before.requests().find(RequestKey.of(write.origin()));
        if (remembered != null) {
            return remembered.answer(write, before.revision());
        }
        if (write.origin().firstMillis() <= before.requests().forgottenUpToMillis()) {
            return new Reply(new Refusal.RequestForgotten(before.revision()), false);
        }
        if (timeMillis > write.deadlineMillis()) {
            return new Reply(new Refusal.DeadlinePassed(before.revision()), false);
        }
        return before.isRevoked(write.origin().author(), write.origin().token())
                ? new Reply(new Refusal.TokenRevoked(before.revision()), false)
                : null;
    }

    private Draft.Moment momentOf(Command.Write write) {
        var origin = write.origin();
        return new Draft.Moment(timeMillis, origin.author(), write.timeMillis(), origin.leases());
    }

    private Transition finished(Draft draft, RequestMemory requests, long reachedMillis, Outcome outcome) {
        var after = draft.finish(requests, clockMillis, reachedMillis);
        return new Transition(after, new Applied(new Reply(outcome, false), draft.committed()));
    }

    /** Nothing but the clock moves. */
    private Transition unchanged(Reply reply) {
        return new Transition(before.at(clockMillis), new Applied(reply, List.of()));
    }
}
