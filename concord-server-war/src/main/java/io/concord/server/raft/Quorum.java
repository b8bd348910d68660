package io.concord.server.raft;

/** Whether enough voting members can be reached for a leader to exist. */
interface Quorum {
    /** Voting members in this node's view of the group, itself included. */
    int reachable();

    /** Voting members needed. */
    int majority();

    default boolean isReachable() {
        return reachable() >= majority();
    }
}
