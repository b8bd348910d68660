package io.concord.server.service;

import java.util.Optional;

/** Where to ask about the cluster; answers at once from what the node knows, also when there is no leader. */
public interface Cluster {
    ClusterStatus status();

    /** What the state may take in memory, in bytes: that of the member that has least, of those heard of lately. */
    long memoryBytesMax();

    /** Why this node can never serve again without a restart; empty while it is well. */
    Optional<String> failure();

    /** What an operator must look at although the node goes on; empty while nothing is wrong. */
    Optional<String> alarm();
}
