package io.concord.server.events;

/** After {@link QuorumLost}, enough members can be reached again, or a leader is known. */
public record QuorumRegained(String node) implements ClusterEvent {}
