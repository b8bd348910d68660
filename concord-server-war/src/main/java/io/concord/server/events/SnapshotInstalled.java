package io.concord.server.events;

/**
 * This node was too far behind and has taken over the snapshot of a leader.
 *
 * @param index of the log's last entry in it
 * @param from id of the leader
 */
public record SnapshotInstalled(String node, long index, String from) implements ClusterEvent {}
