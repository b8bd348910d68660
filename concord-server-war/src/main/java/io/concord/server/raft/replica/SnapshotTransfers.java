package io.concord.server.raft.replica;

import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.Consensus;
import io.concord.server.raft.consensus.Envelope;
import io.concord.server.raft.consensus.Message;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.raft.storage.SnapshotReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Snapshot files on their way between members: from this one as leader, and to this one as follower. */
final class SnapshotTransfers {
    /** What does not move for so many election timeouts has failed. Restoring a large state takes a while. */
    private static final int STUCK_ELECTIONS = 60;

    private final DurableStorage storage;
    private final Consensus consensus;
    private final Host host;
    private final long electionMillis;
    private final Map<String, SnapshotSending> sending = new HashMap<>();
    private @Nullable SnapshotReceiver receiver;
    private long receivingIndex;
    private @Nullable String receivingFrom;

    SnapshotTransfers(DurableStorage storage, Consensus consensus, Host host, long electionMillis) {
        this.storage = storage;
        this.consensus = consensus;
        this.host = host;
        this.electionMillis = electionMillis;
    }

    void send(String to, long now) {
        stopSending(to);
        var source = storage.openSnapshot();
        var transfer = new SnapshotSending(source, now);
        sending.put(to, transfer);
        host.notice("sending the snapshot at " + transfer.index() + " (" + source.totalBytes() + " bytes) to " + to);
        sendChunk(to, transfer, now);
    }

    void onProgress(Envelope envelope, Message.SnapshotProgress progress, long now) {
        var transfer = sending.get(envelope.from());
        if (transfer != null
                && transfer.index() == progress.index()
                && transfer.received(progress.receivedBytes(), now)) {
            sendChunk(envelope.from(), transfer, now);
        }
    }

    /** Repeats what was lost, gives up what does not move, ends what is no longer this member's to send. */
    void tick(long now) {
        if (!consensus.isLeader()) {
            sending.values().forEach(SnapshotSending::close);
            sending.clear();
            return;
        }
        for (var to : sending.keySet().toArray(String[]::new)) {
            var transfer = Objects.requireNonNull(sending.get(to));
            if (consensus.matchIndices().getOrDefault(to, 0L) >= transfer.index()) {
                stopSending(to);
            } else if (transfer.isStuck(STUCK_ELECTIONS * electionMillis, now)) {
                host.notice("the snapshot at " + transfer.index() + " does not get to " + to + "; trying anew");
                stopSending(to);
                consensus.snapshotFailed(to);
            } else if (transfer.isLate(electionMillis, now)) {
                sendChunk(to, transfer, now);
            }
        }
    }

    /**
     * Takes a piece; when it was the last, the snapshot is in the storage.
     *
     * @return whether the storage has a new snapshot
     */
    boolean onChunk(Envelope envelope, Message.SnapshotChunk chunk) {
        if (chunk.index() <= consensus.commitIndex()) {
            consensus.alreadyHas(chunk.index());
            return false;
        }
        try {
            var current = receiverOf(envelope, chunk);
            if (chunk.offset() == current.received() && chunk.offset() < chunk.totalBytes()) {
                current.write(chunk.offset(), chunk.data());
            }
            answer(envelope, chunk, current.received());
            return current.received() == chunk.totalBytes() && install(current);
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot of " + envelope.from() + " cannot be stored", e);
        }
    }

    private boolean install(SnapshotReceiver complete) throws IOException {
        receiver = null;
        receivingFrom = null;
        try {
            complete.complete();
        } catch (FormatException e) {
            host.notice("a snapshot arrived damaged and is fetched again: " + e.getMessage());
            return false;
        }
        storage.installReceived(complete);
        return true;
    }

    /** A transfer from another leader, of another snapshot or begun again starts with an empty file. */
    private SnapshotReceiver receiverOf(Envelope envelope, Message.SnapshotChunk chunk) throws IOException {
        var current = receiver;
        if (current != null
                && chunk.index() == receivingIndex
                && envelope.from().equals(receivingFrom)) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        current = storage.beginReceiving();
        receiver = current;
        receivingIndex = chunk.index();
        receivingFrom = envelope.from();
        return current;
    }

    private void answer(Envelope envelope, Message.SnapshotChunk chunk, long received) {
        host.send(consensus.envelope(envelope.from(), new Message.SnapshotProgress(chunk.index(), received)));
    }

    private void sendChunk(String to, SnapshotSending transfer, long now) {
        try {
            host.send(consensus.envelope(to, transfer.chunk(now)));
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot at " + transfer.index() + " cannot be read", e);
        }
    }

    private void stopSending(String to) {
        var transfer = sending.remove(to);
        if (transfer != null) {
            transfer.close();
        }
    }
}
