package io.concord.server.raft.replica;

import io.concord.server.raft.consensus.Consensus;
import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.Envelope;
import io.concord.server.raft.consensus.MembershipCodec;
import io.concord.server.raft.consensus.Message;
import io.concord.server.raft.consensus.Proposed;
import io.concord.server.raft.consensus.Settings;
import io.concord.server.raft.consensus.SnapshotMark;
import io.concord.server.raft.storage.DurableStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One member. Its thread passes in whatever has come and then calls {@link #settle}, which sends, syncs, applies and
 * answers for all of it at once: one sync for everything that waits.
 *
 * <p>An exception out of any method means that the member must stop: what it had not acknowledged yet it never will.
 */
public final class Replica {
    private static final int APPLY_BYTES = 4 << 20;

    private final Consensus consensus;
    private final DurableStorage storage;
    private final StateMachine machine;
    private final Host host;
    private final Settings settings;
    private final Proposals proposals = new Proposals();
    private final PendingReads reads;
    private final Snapshots snapshots;
    private final SnapshotTransfers transfers;
    private long appliedIndex;
    private long appliedTerm;
    private long appliedTimeMillis;
    private long askedMillis = Long.MIN_VALUE / 2;
    private volatile ReplicaStatus status;

    /**
     * Restores the newest snapshot; entries after it are applied as they are known to be committed.
     *
     * @param consensus over the same storage
     * @param snapshotLogBytes entries applied between two snapshots
     * @param firstReadId different in each run of a member
     */
    public Replica(
            Consensus consensus,
            DurableStorage storage,
            StateMachine machine,
            Host host,
            Settings settings,
            long snapshotLogBytes,
            long firstReadId) {
        this.consensus = consensus;
        this.storage = storage;
        this.machine = machine;
        this.host = host;
        this.settings = settings;
        this.reads = new PendingReads(firstReadId);
        this.snapshots = new Snapshots(storage, machine, host, snapshotLogBytes);
        this.transfers = new SnapshotTransfers(storage, consensus, host, settings.electionMillis());
        if (storage.snapshot() != null) {
            restore();
        }
        this.status = statusNow();
    }

    public void receive(Envelope envelope, long now) {
        consensus.receive(envelope, now);
        for (var piece : consensus.outbox().takeChunks()) {
            move(piece, now);
        }
    }

    public void tick(long now) {
        consensus.tick(now);
        transfers.tick(now);
        if (now - askedMillis >= settings.heartbeatMillis()) {
            askedMillis = now;
            reads.askAgain(consensus::read);
        }
    }

    /**
     * Puts a command into the log, if this member leads.
     *
     * @param whenDecided called on the replica's thread, once, perhaps never if the member stops
     */
    public void propose(byte[] command, long now, Consumer<Fate> whenDecided) {
        var index = consensus.propose(command, now);
        if (index < 0) {
            whenDecided.accept(new Fate.NotTaken());
        } else {
            proposals.add(index, consensus.term(), whenDecided);
        }
    }

    /** Completes with the index that a linearizable read must have applied; the caller bounds the wait. */
    public void readIndex(CompletableFuture<Long> index) {
        reads.add(index, consensus::read);
    }

    /** Makes a learner, or the new disk of a voter, a voter; {@code whenDecided} as in {@link #propose}. */
    public Proposed promote(String id, long now, Consumer<Fate> whenDecided) {
        return changing(consensus.promote(id, now), whenDecided);
    }

    /** Takes the vote from a member. */
    public Proposed remove(String id, long now, Consumer<Fate> whenDecided) {
        return changing(consensus.remove(id, now), whenDecided);
    }

    /** Takes the cluster to the newest level of formats that all members know; {@code whenDecided} as in {@link #propose}. */
    public Proposed raiseFormatLevel(long now, Consumer<Fate> whenDecided) {
        return changing(consensus.raiseFormatLevel(now), whenDecided);
    }

    /** The highest level of formats that another member reads; to be told before anything that comes from it. */
    public void announced(String id, int formatLevel) {
        consensus.announced(id, formatLevel);
    }

    /** Begins to hand over leadership; names the successor. */
    public Optional<String> handOver(long now) {
        return consensus.handOver(now);
    }

    /** Marks a place in the log at which all members compare their states; only on the leader. */
    public void checkpoint(long now) {
        consensus.checkpoint(now);
    }

    /** Completes with the index of the snapshot once it is on disk. */
    public void snapshot(CompletableFuture<Long> done) {
        snapshots.request(done);
    }

    /** Who can be reached. */
    public void connected(Set<String> ids, long now) {
        consensus.connected(ids, now);
    }

    /** Carries out everything that has been decided since the last call. */
    public void settle(long now) {
        consensus.flush();
        consensus.outbox().takeEarly().forEach(host::send);
        storage.sync();
        consensus.synced();
        adoptCluster();
        consensus.flush();
        consensus.outbox().takeEarly().forEach(host::send);
        consensus.outbox().takeLate().forEach(host::send);
        apply();
        loseProposals();
        consensus.outbox().takeReads().forEach(read -> reads.ready(read.id(), read.index()));
        consensus.outbox().takeSnapshotsWanted().forEach(wanted -> transfers.send(wanted.to(), now));
        if (snapshots.isDue()) {
            snapshots.begin(new SnapshotMark(
                    appliedIndex,
                    appliedTerm,
                    appliedTimeMillis,
                    MembershipCodec.encode(consensus.membershipAt(appliedIndex))));
        }
        consensus.outbox().takeNotices().forEach(host::notice);
        status = statusNow();
    }

    /** As of the last {@link #settle}; for any thread. */
    public ReplicaStatus status() {
        return status;
    }

    private Proposed changing(Proposed proposed, Consumer<Fate> whenDecided) {
        if (proposed.index() > 0) {
            proposals.add(proposed.index(), consensus.term(), whenDecided);
        } else if (proposed.refusal() == null) {
            whenDecided.accept(new Fate.Applied(proposed.index(), new byte[0]));
        }
        return proposed;
    }

    private void move(Envelope piece, long now) {
        if (piece.message() instanceof Message.SnapshotProgress progress) {
            transfers.onProgress(piece, progress, now);
        } else if (piece.message() instanceof Message.SnapshotChunk chunk && transfers.onChunk(piece, chunk)) {
            restore();
            var mark = storage.snapshot();
            if (mark != null) {
                consensus.installed(mark);
                host.snapshotInstalled(mark.index(), piece.from());
            }
        }
    }

    private void restore() {
        try (var source = storage.openSnapshot();
                var content = source.content()) {
            machine.restore(content);
            appliedIndex = source.mark().index();
            appliedTerm = source.mark().term();
            appliedTimeMillis = source.mark().timeMillis();
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot cannot be read", e);
        }
    }

    private void adoptCluster() {
        var cluster = consensus.cluster();
        if (cluster != null && storage.identity().clusterId() == null) {
            storage.adoptCluster(cluster);
        }
    }

    private void apply() {
        while (appliedIndex < consensus.commitIndex()) {
            for (var entry : storage.entries(appliedIndex + 1, consensus.commitIndex(), APPLY_BYTES)) {
                var answer = apply(entry);
                appliedIndex = entry.index();
                appliedTerm = entry.term();
                appliedTimeMillis = entry.timeMillis();
                snapshots.applied(entry.bytes());
                proposals.applied(entry.index(), entry.term(), answer);
            }
        }
    }

    private byte[] apply(Entry entry) {
        if (entry.kind() == Entry.Kind.COMMAND) {
            return machine.apply(entry.index(), entry.timeMillis(), entry.data());
        }
        if (entry.kind() == Entry.Kind.CHECKPOINT) {
            var frozen = machine.freeze();
            host.inBackground(() -> host.digest(entry.index(), frozen.digest()));
        }
        return new byte[0];
    }

    private void loseProposals() {
        proposals.loseAllBefore(consensus.isLeader() ? consensus.term() : Long.MAX_VALUE);
    }

    private ReplicaStatus statusNow() {
        var snapshot = storage.snapshot();
        return new ReplicaStatus(
                role(),
                consensus.leader(),
                consensus.term(),
                consensus.isVoter(),
                consensus.commitIndex(),
                appliedIndex,
                storage.lastIndex(),
                snapshot == null ? 0 : snapshot.index(),
                consensus.membership(),
                consensus.membershipAt(consensus.commitIndex()).formatLevel(),
                consensus.matchIndices());
    }

    private ReplicaStatus.Role role() {
        if (consensus.isLeader()) {
            return ReplicaStatus.Role.LEADER;
        }
        if (!consensus.isVoter()) {
            return ReplicaStatus.Role.LEARNER;
        }
        return consensus.isCandidate() ? ReplicaStatus.Role.CANDIDATE : ReplicaStatus.Role.FOLLOWER;
    }
}
