package io.concord.it;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import io.concord.core.history.Operation;
import io.concord.core.history.Witness;
import io.concord.core.model.ChangeEvent;
import io.concord.core.state.Keyspace;
import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.raft.storage.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a stopped node has on its disk, played once more: the witness of what became of every write. */
final class CommittedLog {
    private static final long BATCH_BYTES = 4 << 20;

    private final Keyspace keyspace = new Keyspace();
    private final List<Witness.AppliedWrite> writes = new ArrayList<>();
    private final List<Expired> expired = new ArrayList<>();

    /**
     * The end of an entry by itself.
     *
     * @param writtenRevision the revision that wrote it last
     * @param revision the one that took it away
     */
    record Expired(String key, long writtenRevision, long revision) {
        /** The request that nobody made. */
        String requestId() {
            return Operation.part("expiry-" + revision, key);
        }
    }

    private CommittedLog() {}

    /**
     * Reads the whole log.
     *
     * @param dataDirectory of a node that has ended after everything was quiet, so that all of its log is committed
     */
    static CommittedLog read(String nodeId, Path dataDirectory) throws IOException {
        var origin = new DurableStorage.Origin(nodeId, new UUID(0, 0), false);
        try (var storage = DurableStorage.open(
                new FileDisk(dataDirectory.resolve("raft")), origin, DurableStorage.Options.DEFAULT)) {
            if (storage.firstIndex() != 1) {
                throw new IllegalStateException("the log begins with entry " + storage.firstIndex()
                        + ": it was cut behind a snapshot and cannot tell everything");
            }
            var log = new CommittedLog();
            for (var next = 1L; next <= storage.lastIndex(); ) {
                var entries = storage.entries(next, storage.lastIndex(), BATCH_BYTES);
                entries.forEach(log::play);
                next += entries.size();
            }
            return log;
        }
    }

    /** All that was applied, what expired by itself included. */
    Witness witness() {
        return new Witness(writes);
    }

    /** What expired by itself, in the order of the log. */
    List<Expired> expired() {
        return expired;
    }

    private void play(Entry entry) {
        if (entry.kind() != Entry.Kind.COMMAND) {
            return;
        }
        var command = CommandCodec.decode(entry.data());
        var applied = keyspace.apply(entry.timeMillis(), command);
        if (command instanceof Command.Tick) {
            applied.commits().forEach(commit -> commit.forEach(this::expired));
        } else if (command instanceof Command.Write write && !applied.reply().replayed()) {
            applied.commits().forEach(commit -> commit.forEach(event -> written(write, event)));
        }
    }

    private void expired(ChangeEvent event) {
        var previous = ((ChangeEvent.EntryExpired) event).previous();
        var end = new Expired(event.key().text(), previous.revision(), event.revision());
        expired.add(end);
        writes.add(new Witness.AppliedWrite(end.requestId(), end.key(), end.revision()));
    }

    private void written(Command.Write write, ChangeEvent event) {
        var id = write.origin().requestId().text();
        var key = event.key().text();
        writes.add(new Witness.AppliedWrite(
                write.operation() instanceof io.concord.core.command.Operation.Transaction
                        ? Operation.part(id, key)
                        : id,
                key,
                event.revision()));
    }
}
