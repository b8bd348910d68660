package io.concord.server.events;

/**
 * This node knows no leader any more and reaches too few members for there to be one: until {@link QuorumRegained} it
 * serves stale reads alone. A node that is cut off hears of this as well as one whose peers are down.
 *
 * @param reachableVoters voting members that it reaches, itself included
 * @param majority how many there would have to be
 */
public record QuorumLost(String node, int reachableVoters, int majority) implements ClusterEvent {}
