package io.concord.server.raft.replica;

import io.concord.core.access.Role;
import io.concord.server.raft.consensus.Membership;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member as it was after its last step, for other threads.
 *
 * @param leader id of the leader it follows, itself included; null while it knows none
 * @param voter whether it has a vote
 * @param commitIndex highest index that it knows to be committed
 * @param appliedIndex highest index in its state
 * @param lastIndex highest index in its log
 * @param snapshotIndex of its newest snapshot; 0 without one
 * @param formatLevel of the cluster, as far as it is known to be committed
 * @param matchIndices on the leader, what each other member has on disk
 */
public record ReplicaStatus(
        Role role,
        @Nullable String leader,
        long term,
        boolean voter,
        long commitIndex,
        long appliedIndex,
        long lastIndex,
        long snapshotIndex,
        Membership membership,
        int formatLevel,
        Map<String, Long> matchIndices) {
    /** What a member is. */
    public enum Role {
        LEADER,
        CANDIDATE,
        FOLLOWER,
        LEARNER
    }

    public boolean leads() {
        return role == Role.LEADER;
    }
}
