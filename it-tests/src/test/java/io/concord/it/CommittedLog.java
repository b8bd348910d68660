package io.concord.it;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.history.Witness;
import io.concord.core.state.Keyspace;
import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.raft.storage.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a stopped node has on its disk, played once more: the witness of what became of every write. */
final class CommittedLog {
    private static final long BATCH_BYTES = 4 << 20;

    private CommittedLog() {}

    /**
     * Reads the whole log.
     *
     * @param dataDirectory of a node that has ended after everything was quiet, so that all of its log is committed
     */
    static Witness read(String nodeId, Path dataDirectory) throws IOException {
        var origin = new DurableStorage.Origin(nodeId, new UUID(0, 0), false);
        try (var storage = DurableStorage.open(
                new FileDisk(dataDirectory.resolve("raft")), origin, DurableStorage.Options.DEFAULT)) {
            if (storage.firstIndex() != 1) {
                throw new IllegalStateException("the log begins with entry " + storage.firstIndex()
                        + ": it was cut behind a snapshot and cannot tell everything");
            }
            var writes = new ArrayList<Witness.AppliedWrite>();
            var keyspace = new Keyspace();
            for (var next = 1L; next <= storage.lastIndex(); ) {
                var entries = storage.entries(next, storage.lastIndex(), BATCH_BYTES);
                entries.forEach(entry -> play(entry, keyspace, writes));
                next += entries.size();
            }
            return new Witness(writes);
        }
    }

    private static void play(Entry entry, Keyspace keyspace, List<Witness.AppliedWrite> writes) {
        if (entry.kind() == Entry.Kind.COMMAND) {
            var command = CommandCodec.decode(entry.data());
            var reply = keyspace.apply(entry.timeMillis(), command).reply();
            if (command instanceof Command.Write write && write.operation() instanceof Operation.Step step) {
                step.written()
                        .flatMap(name -> revisionOf(reply)
                                .map(revision -> new Witness.AppliedWrite(
                                        write.origin().requestId().text(),
                                        name.key().text(),
                                        revision)))
                        .ifPresent(writes::add);
            }
        }
    }

    /** The revision that a write made; none where it was refused, repeated or had nothing to delete. */
    private static Optional<Long> revisionOf(Reply reply) {
        if (reply.replayed()) {
            return Optional.empty();
        }
        if (reply.outcome() instanceof Outcome.Written written) {
            return Optional.of(written.revision());
        }
        return reply.outcome() instanceof Outcome.Deleted deleted && deleted.existed()
                ? Optional.of(deleted.revision())
                : Optional.empty();
    }
}
