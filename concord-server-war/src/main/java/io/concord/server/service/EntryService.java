package io.concord.server.service;

import io.concord.core.command.Command;
import io.concord.core.command.Origin;
import io.concord.core.command.Reply;
import io.concord.core.model.Key;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** Reads and writes of single entries on behalf of a caller. */
public final class EntryService {
    private final ReplicatedLog log;
    private final Clock clock;
    private final int valueBytesMax;

    public EntryService(ReplicatedLog log, Clock clock, int valueBytesMax) {
        this.log = log;
        this.clock = clock;
        this.valueBytesMax = valueBytesMax;
    }

    /** The largest value that a put may carry, in bytes. */
    public int valueBytesMax() {
        return valueBytesMax;
    }

    /** A view that holds every write acknowledged before the call. */
    public CompletionStage<KeyspaceView> read(Caller caller, Deadline deadline) {
        caller.require(Permission.READ);
        return log.linearizableView(deadline);
    }

    /** What this node has; never uncommitted, perhaps old. */
    public KeyspaceView readStale(Caller caller) {
        caller.require(Permission.READ);
        return log.localView();
    }

    /** Fails at once for a value over the limit; otherwise as {@link ReplicatedLog#append}. */
    public CompletionStage<Reply> put(WriteRequest request, Value value) {
        request.caller().require(Permission.WRITE);
        if (value.size() > valueBytesMax) {
            throw valueTooLarge(request.key(), Long.toString(value.size()));
        }
        var command =
                new Command.Put(originOf(request), request.namespace(), request.key(), value, request.precondition());
        return append(command, request);
    }

    public CompletionStage<Reply> delete(WriteRequest request) {
        request.caller().require(Permission.WRITE);
        var command = new Command.Delete(originOf(request), request.namespace(), request.key(), request.precondition());
        return append(command, request);
    }

    /** The refusal of a value that is or claims to be too large. */
    public RequestFailure valueTooLarge(Key key, String size) {
        return new RequestFailure(
                ErrorCode.TOO_LARGE,
                "value of '" + key + "' is " + size + " bytes; the limit is " + valueBytesMax
                        + " (concord.limits.value-bytes-max)");
    }

    private CompletionStage<Reply> append(Command command, WriteRequest request) {
        return log.append(command, request.deadline());
    }

    /**
     * Time is data: the command carries it. It is later than anything this node knows to be forgotten, so that a
     * slow clock costs no write until the horizon moves within the write's own time; all attempts of one request carry the same, so that none is applied twice.
     */
    private Origin originOf(WriteRequest request) {
        var time = Math.max(clock.millis(), log.localView().requestHorizonMillis() + 1);
        return new Origin(request.caller().author(), request.requestId(), time);
    }
}
