package io.concord.server.service;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What an operator may do to the cluster. Stages fail with {@link RequestFailure}; {@code conflict} says that the state of
 * the cluster does not allow it now.
 */
public interface ClusterControl {
    /** Gives a learner a vote, or gives it back to a voter that has lost its disk. Only on the leader. */
    CompletionStage<Void> promote(String id, Deadline deadline);

    /** Takes the vote from a member; refused where the rest could not decide. Only on the leader. */
    CompletionStage<Void> remove(String id, Deadline deadline);

    /**
     * Takes the cluster to the format level that all of its members read; refused where one reads less than another. Only on
     * the leader, and for ever.
     */
    CompletionStage<Void> finishUpgrade(Deadline deadline);

    /** Has this node write a snapshot; completes with its index once it is on disk. */
    CompletionStage<Long> snapshot(Deadline deadline);

    /** Begins to hand leadership to another member; empty where this node does not lead, or nobody can take over. */
    CompletionStage<Optional<String>> handOver();
}
