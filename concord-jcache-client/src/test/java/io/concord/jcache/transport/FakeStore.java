package io.concord.jcache.transport;

import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.core.protocol.batch.BatchResponse;
import io.concord.core.state.Keyspace;
import java.util.ArrayList;
import java.util.List;

/** A cluster of one store: carries batches out as a server does, with the real state machine, and remembers what it was asked. */
final class FakeStore {
    static final long TIME_MILLIS = 1_767_225_600_000L;
    private static final Author ALICE = new Author("https://issuer.example", "alice");

    private final Keyspace keyspace = new Keyspace();
    private final List<BatchRequest> requests = new ArrayList<>();
    private long timeMillis = TIME_MILLIS;

    /** All writes in their order, and then all reads. */
    synchronized BatchResponse carryOut(BatchRequest request) {
        requests.add(request);
        var replies = new BatchReply[request.operations().size()];
        for (int i = 0; i < replies.length; i++) {
            if (request.operations().get(i) instanceof BatchOperation.Write write) {
                replies[i] = write(write);
            }
        }
        for (int i = 0; i < replies.length; i++) {
            if (request.operations().get(i) instanceof BatchOperation.Read read) {
                replies[i] = BatchReply.first(read(read));
            }
        }
        return new BatchResponse(timeMillis, List.of(replies));
    }

    /** The batches with operations, carried out or repeated, in order. */
    synchronized List<BatchRequest> requests() {
        return requests.stream()
                .filter(request -> !request.operations().isEmpty())
                .toList();
    }

    synchronized int writes() {
        return (int) keyspace.view().revision();
    }

    /** Time goes on; what was remembered of requests may be forgotten. */
    synchronized void tick(long millis) {
        timeMillis += millis;
        keyspace.apply(timeMillis, new Command.Tick(timeMillis));
    }

    private BatchReply write(BatchOperation.Write write) {
        long first = write.firstMillis() == BatchOperation.Write.FIRST_UNKNOWN ? timeMillis : write.firstMillis();
        var command = new Command.Write(
                new Origin(ALICE, write.requestId(), timeMillis, first),
                Command.Write.NO_DEADLINE,
                operation(write.change()));
        var reply = keyspace.apply(timeMillis, command).reply();
        return new BatchReply(outcome(reply.outcome()), reply.replayed());
    }

    private static Operation operation(BatchChange change) {
        if (change instanceof BatchChange.Put put) {
            return new Step.Put(put.at(), put.value(), put.precondition(), put.expiry(), put.returning(), put.tags());
        }
        if (change instanceof BatchChange.Increment increment) {
            return new Step.Increment(increment.at(), increment.delta(), increment.initial(), increment.expiry());
        }
        if (change instanceof BatchChange.DeleteRange deleteRange) {
            return new Step.DeleteRange(deleteRange.namespace(), deleteRange.keys(), deleteRange.quiet());
        }
        if (change instanceof BatchChange.DeleteTagged tagged) {
            return new Step.DeleteTagged(tagged.tag(), tagged.namespace(), tagged.quiet());
        }
        if (change instanceof BatchChange.CreateNamespace create) {
            return new Operation.CreateNamespace(create.namespace(), create.settings(), create.mustBeNew());
        }
        throw new IllegalArgumentException("the fake does not know " + change);
    }

    private static BatchOutcome outcome(Outcome outcome) {
        if (outcome instanceof Outcome.Written written) {
            return new BatchOutcome.Written(
                    written.revision(), written.createRevision(), written.version(), written.previous());
        }
        if (outcome instanceof Outcome.Incremented incremented) {
            return new BatchOutcome.Incremented(
                    incremented.revision(), incremented.createRevision(), incremented.version(), incremented.value());
        }
        if (outcome instanceof Outcome.RangeDeleted deleted) {
            return new BatchOutcome.RangeDeleted(deleted.revision(), deleted.count());
        }
        if (outcome instanceof Outcome.NamespaceReady ready) {
            return new BatchOutcome.NamespaceReady(ready.revision(), ready.created(), ready.settings());
        }
        if (outcome instanceof Refusal.RequestForgotten forgotten) {
            return new BatchOutcome.Forgotten(forgotten.revision());
        }
        if (outcome instanceof Refusal.NamespaceMissing) {
            return BatchOutcome.Failed.of(ErrorCode.NAMESPACE_NOT_FOUND, "there is no such namespace");
        }
        throw new IllegalArgumentException("the fake does not know " + outcome);
    }

    private BatchOutcome read(BatchOperation.Read read) {
        var view = keyspace.view();
        if (read instanceof BatchOperation.Get get) {
            return new BatchOutcome.Found(view.revision(), view.get(get.at()));
        }
        if (read instanceof BatchOperation.Contains contains) {
            return new BatchOutcome.Contained(
                    view.revision(), view.get(contains.at()).isPresent());
        }
        throw new IllegalArgumentException("the fake does not know " + read);
    }
}
