package io.concord.server.service;

import java.util.List;
import java.util.Optional;

/**
 * The cluster as this node sees it. What it says of other members is what they last reported, at most some seconds old.
 *
 * @param node this node's id
 * @param cluster the cluster's name
 * @param clusterId made when the cluster was founded; empty in a node that has not heard of it yet
 * @param leader id of the leader this node follows; empty while there is none
 * @param term the Raft term this node is in
 * @param majority voting members needed for a decision
 * @param formatLevel of the cluster, as far as this node knows: it writes nothing that a member of this level cannot read
 * @param local this node's own figures
 * @param memoryBytesMax what the state may take in memory: that of the member that has least
 * @param members every voting member, and any learner that is connected, ordered by id
 */
public record ClusterStatus(
        String node,
        String cluster,
        Optional<String> clusterId,
        Optional<String> leader,
        long term,
        int majority,
        int formatLevel,
        MemberReport local,
        long memoryBytesMax,
        List<MemberStatus> members) {

    public ClusterStatus {
        members = List.copyOf(members);
    }

    /** Voting members that this node can reach, itself included. */
    public long reachableVoters() {
        return members.stream()
                .filter(MemberStatus::voter)
                .filter(MemberStatus::reachable)
                .count();
    }

    /** How many committed entries this node has yet to apply, as far as the leader has reported. */
    public Optional<Long> lag() {
        return members.stream()
                .filter(member -> member.id().equals(node))
                .findFirst()
                .flatMap(MemberStatus::lagEntries);
    }
}
