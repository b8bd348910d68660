package io.concord.server.raft;

import io.concord.server.config.ClusterTls;
import java.util.Optional;

/**
 * Somebody with the same stack who does not belong to the cluster.
 *
 * @param certificates none, or ones that somebody else's authority has signed
 */
record Stranger(String name, Optional<ClusterTls> certificates) {
    @Override
    public String toString() {
        return name;
    }
}
