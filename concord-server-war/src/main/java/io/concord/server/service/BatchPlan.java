package io.concord.server.service;

import io.concord.core.command.Command;
import io.concord.core.command.Reply;
import io.concord.core.model.EntryName;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations of one batch: which of them go to the log, which are read, and which have their outcome already. */
final class BatchPlan {
    /** How far the clock of an honest caller may be ahead of what this node knows. */
    private static final long AHEAD_MILLIS_MAX = 5_000;

    private final StoreService store;
    private final ReplicatedLog log;
    private final Caller caller;
    private final Deadline deadline;
    private final List<BatchOperation> operations = new ArrayList<>();
    private final List<@Nullable BatchReply> replies = new ArrayList<>();
    private final List<Command.Write> writes = new ArrayList<>();
    private final List<Integer> writeIndices = new ArrayList<>();
    private final AnswerBudget returned = new AnswerBudget(Limits.ANSWER_BYTES_MAX);
    private boolean needsBarrier;

    BatchPlan(StoreService store, ReplicatedLog log, Caller caller, Deadline deadline) {
        this.store = store;
        this.log = log;
        this.caller = caller;
        this.deadline = deadline;
    }

    void add(BatchOperation operation) {
        operations.add(operation);
        try {
            replies.add(null);
            if (operation instanceof BatchOperation.Write write) {
                addWrite(write);
            } else if (operation instanceof BatchOperation.Read read) {
                caller.require(Permission.READ);
                needsBarrier |= !read.stale();
            }
        } catch (RequestFailure | InvalidValueException e) {
            settle(operations.size() - 1, BatchReply.first(BatchService.outcomeOf(e)));
        }
    }

    private void addWrite(BatchOperation.Write write) {
        int index = operations.size() - 1;
        var context = new WriteContext(caller, write.requestId(), deadline);
        var command = store.command(context, firstMillis(write), write.change().accept(new BatchOperations()));
        if (returned.admits(returnedBytes(write.change()))) {
            writes.add(command);
            writeIndices.add(index);
        } else {
            settle(index, BatchReply.first(AnswerBudget.readAgain()));
        }
    }

    /** A stamp far ahead would, once forgotten, have everybody's writes taken for forgotten ones. */
    private long firstMillis(BatchOperation.Write write) {
        long stamp = store.stampMillis();
        if (write.firstMillis() == BatchOperation.Write.FIRST_UNKNOWN) {
            return stamp;
        }
        if (write.firstMillis() > stamp + AHEAD_MILLIS_MAX) {
            throw UnavailableException.notNow("the first attempt of the write is "
                    + (write.firstMillis() - stamp) + " ms ahead of the cluster's time as this node knows it; stamp"
                    + " first attempts with the time of an answer, or ask another node");
        }
        return write.firstMillis();
    }

    /** What the outcome will carry, about: the entry as this node has it. */
    private long returnedBytes(BatchChange change) {
        EntryName at = null;
        if (change instanceof BatchChange.Put put && put.returning()) {
            at = put.at();
        } else if (change instanceof BatchChange.Delete delete && delete.returning()) {
            at = delete.at();
        } else if (change instanceof BatchChange.GetAndTouch both) {
            at = both.at();
        }
        return at == null
                ? 0
                : log.localView().get(at).map(AnswerBudget::sizeOf).orElse(0L);
    }

    List<BatchOperation> operations() {
        return operations;
    }

    List<Command.Write> writes() {
        return writes;
    }

    /** Whether a read wants all that was acknowledged before. */
    boolean needsBarrier() {
        return needsBarrier;
    }

    /** What became of the writes, in their order. */
    void written(List<BatchReply> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            settle(writeIndices.get(i), outcomes.get(i));
        }
    }

    /** What the log says of the writes, in their order. */
    void settled(List<Reply> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            caller.trail()
                    .settled(writes.get(i).origin().requestId(), outcomes.get(i).outcome());
        }
    }

    /** A reply for every operation, in order; those without one are reads. */
    List<BatchReply> replies(Function<BatchOperation.Read, BatchOutcome> reader) {
        var all = new ArrayList<BatchReply>(operations.size());
        for (int i = 0; i < operations.size(); i++) {
            var settled = replies.get(i);
            all.add(
                    settled != null
                            ? settled
                            : BatchReply.first(reader.apply((BatchOperation.Read) operations.get(i))));
        }
        return all;
    }

    private void settle(int index, BatchReply reply) {
        replies.set(index, reply);
    }
}
