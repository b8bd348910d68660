package io.concord.server.raft;

import io.concord.server.service.UnavailableException;
import java.util.Optional;

/** Whether enough voting members can be reached for a leader to exist. */
interface Quorum {
    /** Voting members in this node's view of the group, itself included. */
    int reachable();

    /** Voting members needed. */
    int majority();

    /** Why this node serves nobody any more; empty while it is well. */
    Optional<String> failure();

    default boolean isReachable() {
        return reachable() >= majority();
    }

    /** Why nothing was even tried. */
    default UnavailableException unreachable() {
        return UnavailableException.noLeader("only " + reachable() + " of the voting members can be reached and "
                + majority() + " are needed; nothing happened");
    }
}
