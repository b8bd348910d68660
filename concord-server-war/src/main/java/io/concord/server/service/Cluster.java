package io.concord.server.service;

import java.util.Optional;

/** Where to ask about the cluster; answers at once from what the node knows, also when there is no leader. */
public interface Cluster {
    ClusterStatus status();

    /** Why this node can never serve again without a restart; empty while it is well. */
    Optional<String> failure();

    /** What an operator must look at although the node goes on; empty while nothing is wrong. */
    Optional<String> alarm();
}
