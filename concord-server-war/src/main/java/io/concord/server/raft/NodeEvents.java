package io.concord.server.raft;

import io.concord.server.events.ClusterEvent;
import io.concord.server.events.RoleChanged;
import io.concord.server.events.SnapshotCreated;
import io.concord.server.events.SnapshotInstalled;
import io.concord.server.raft.replica.ReplicaStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells those who listen what happens to a node, on the thread on which it happens: they are quick and never wait. */
final class NodeEvents implements Consumer<ClusterEvent> {
    private final String node;
    private final List<Consumer<ClusterEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile String role = "follower";

    NodeEvents(String node) {
        this.node = node;
    }

    void listen(Consumer<ClusterEvent> listener) {
        listeners.add(listener);
    }

    @Override
    public void accept(ClusterEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    /** On the replica's thread alone. */
    void roleChanged(ReplicaStatus status) {
        var previous = role;
        role = status.role().name().toLowerCase(Locale.ROOT);
        accept(new RoleChanged(node, role, previous, status.term(), Optional.ofNullable(status.leader())));
    }

    void snapshotCreated(long index) {
        accept(new SnapshotCreated(node, index));
    }

    void snapshotInstalled(long index, String from) {
        accept(new SnapshotInstalled(node, index, from));
    }
}
