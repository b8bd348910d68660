package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the state machine: from the state before a command to the state after it. A pure function of the two; time
 * is what the commands say, and never goes back.
 */
final class CommandApplier implements Command.Handler<Transition> {
    private final KeyspaceView before;
    private final long clockMillis;

    private CommandApplier(KeyspaceView before, long clockMillis) {
        this.before = before;
        this.clockMillis = clockMillis;
    }

    static Transition apply(KeyspaceView before, Command command) {
        return command.accept(new CommandApplier(before, Math.max(before.clockMillis(), command.timeMillis())));
    }

    @Override
    public Transition noop(Command.Noop noop) {
        return unchanged(new Reply(new Outcome.Passed(before.revision()), false));
    }

    @Override
    public Transition put(Command.Put put) {
        var refusal = refusal(put);
        return refusal == null ? write(put, current(put)) : refusal;
    }

    @Override
    public Transition delete(Command.Delete delete) {
        var refusal = refusal(delete);
        return refusal == null ? delete(delete, current(delete)) : refusal;
    }

    /** Answers a write that must not be applied: one decided before, maybe decided before, or not allowed now. */
    private @Nullable Transition refusal(Command.Write write) {
        var remembered = before.requests().find(RequestKey.of(write.origin()));
        if (remembered != null) {
            return unchanged(remembered.answer(write, before.revision()));
        }
        if (write.timeMillis() <= before.requests().forgottenUpToMillis()) {
            return unchanged(new Reply(new Outcome.RequestForgotten(before.revision()), false));
        }
        var current = current(write);
        if (!write.precondition().holds(current)) {
            long entryRevision = current == null ? 0 : current.revision();
            return decided(write, new Outcome.PreconditionFailed(before.revision(), entryRevision));
        }
        return null;
    }

    private Transition write(Command.Put put, @Nullable Entry previous) {
        long revision = before.revision() + 1;
        var entry = new Entry(
                put.key(),
                put.value(),
                previous == null ? revision : previous.createRevision(),
                revision,
                previous == null ? 1 : previous.version() + 1,
                put.origin().author(),
                clockMillis);
        var outcome = new Outcome.Written(revision, entry.createRevision(), entry.version());
        var event = new ChangeEvent.EntryWritten(put.namespace(), entry, Optional.ofNullable(previous));
        return changed(put, outcome, before.contents().put(put.namespace(), entry), event);
    }

    private Transition delete(Command.Delete delete, @Nullable Entry previous) {
        if (previous == null) {
            return decided(delete, new Outcome.Deleted(before.revision(), false));
        }
        long revision = before.revision() + 1;
        var outcome = new Outcome.Deleted(revision, true);
        var event = new ChangeEvent.EntryDeleted(delete.namespace(), previous, revision);
        return changed(delete, outcome, before.contents().remove(delete.namespace(), previous), event);
    }

    private @Nullable Entry current(Command.Write write) {
        return before.contents().get(write.namespace(), write.key());
    }

    /** A new revision, remembered. */
    private Transition changed(Command.Write write, Outcome outcome, Contents contents, ChangeEvent event) {
        var requests = before.requests().remember(RememberedRequest.of(write, outcome));
        var after = new KeyspaceView(contents, requests, outcome.revision(), clockMillis);
        return new Transition(after, new Applied(new Reply(outcome, false), List.of(event)));
    }

    /** No new revision, but remembered: a retry must get this answer even when the state has moved on. */
    private Transition decided(Command.Write write, Outcome outcome) {
        var requests = before.requests().remember(RememberedRequest.of(write, outcome));
        var after = new KeyspaceView(before.contents(), requests, before.revision(), clockMillis);
        return new Transition(after, new Applied(new Reply(outcome, false), List.of()));
    }

    /** Nothing but the clock moves. */
    private Transition unchanged(Reply reply) {
        var after = new KeyspaceView(before.contents(), before.requests(), before.revision(), clockMillis);
        return new Transition(after, new Applied(reply, List.of()));
    }
}
