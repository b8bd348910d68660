package io.concord.it;

import io.concord.core.history.Action;
import io.concord.core.history.Operation;
import io.concord.core.history.Result;
import io.concord.core.history.Witness;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries that are only ever written with one time to live. In a history the end of one is a deletion that begins when its
 * time is up, counted from the moment when the put was invoked: so it is found out if an entry is gone before that.
 */
record Mortal(String prefix, Duration ttl) {

    boolean isKey(String key) {
        return key.startsWith(prefix);
    }

    /** The deletions that the log tells of. */
    List<Operation> ends(List<Operation> operations, CommittedLog log) {
        var writers = writers(operations, log.witness());
        return log.expired().stream().map(end -> end(end, writers)).toList();
    }

    private Operation end(CommittedLog.Expired end, Map<Long, Operation> writers) {
        var writer = writers.get(end.writtenRevision());
        if (writer == null || !isKey(writer.key())) {
            throw new AssertionError("the log lets an entry expire that was not put to: " + end);
        }
        return new Operation(
                "concord",
                end.key(),
                Action.delete(),
                end.requestId(),
                writer.invoked() + ttl.toNanos(),
                Operation.NEVER,
                new Result.Deleted(true, end.revision()));
    }

    /** The puts by the revision that they made, if the log or the answer tells. */
    private static Map<Long, Operation> writers(List<Operation> operations, Witness witness) {
        var writers = new HashMap<Long, Operation>();
        for (var operation : operations) {
            witness.find(operation.requestId()).ifPresent(applied -> writers.put(applied.revision(), operation));
        }
        return writers;
    }
}
