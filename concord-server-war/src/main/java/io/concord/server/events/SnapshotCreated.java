package io.concord.server.events;

/**
 * A snapshot of this node's own state is on its disk.
 *
 * @param index of the log's last entry in it
 */
public record SnapshotCreated(String node, long index) implements ClusterEvent {}
