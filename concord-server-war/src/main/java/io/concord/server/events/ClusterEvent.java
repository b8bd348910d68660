package io.concord.server.events;

/** Something that has happened to this node. */
public sealed interface ClusterEvent
        permits QuorumLost, QuorumRegained, RoleChanged, SnapshotCreated, SnapshotInstalled {
    /** The id of this node. */
    String node();
}
