package io.concord.server.raft;

import io.concord.server.raft.consensus.Envelope;
import io.concord.server.raft.replica.ReplicaStatus;
import java.util.Map;
import java.util.function.Supplier;

/** What the protocol in the stack hands on to the replica's thread. */
final class Inbox implements ConcordRaft.Receiver {
    private final ReplicaThread thread;
    private final RaftCluster cluster;
    private final Supplier<ReplicaStatus> status;

    Inbox(ReplicaThread thread, RaftCluster cluster, Supplier<ReplicaStatus> status) {
        this.thread = thread;
        this.cluster = cluster;
        this.status = status;
    }

    @Override
    public void onMessage(Envelope envelope, int formatLevel) {
        // Justification: what does not fit is lost, as on any network, and sent again.
        thread.offer((member, now) -> {
            member.announced(envelope.from(), formatLevel);
            member.receive(envelope, now);
        });
    }

    @Override
    public void onView(Map<String, Integer> formatLevels) {
        cluster.connected(formatLevels);
        thread.offer((member, now) -> {
            formatLevels.forEach(member::announced);
            member.connected(formatLevels.keySet(), now);
        });
    }

    @Override
    public ConcordRaft.Standing standing() {
        var now = status.get();
        return new ConcordRaft.Standing(
                now.leads() ? "Leader" : "Follower",
                now.leader(),
                now.term(),
                now.commitIndex(),
                now.lastIndex(),
                now.membership().voterIds());
    }
}
