package io.concord.server.events;

import java.util.Optional;

/**
 * This node has another role, or the same under another leader or in another term.
 *
 * @param role {@code leader}, {@code candidate}, {@code follower} or {@code learner}
 * @param previousRole the one before
 * @param leader id of the leader that it follows, itself included; empty while there is none
 */
public record RoleChanged(String node, String role, String previousRole, long term, Optional<String> leader)
        implements ClusterEvent {
    /** Whether it is the role that has changed. */
    public boolean isAnotherRole() {
        return !role.equals(previousRole);
    }
}
