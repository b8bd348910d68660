package io.concord.server.raft.storage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose data directory it is.
 *
 * @param memberId of the node
 * @param incarnation drawn when the directory was made: another one is another disk
 * @param clusterId null until the member knows for certain
 * @param founder whether the directory was made to found a cluster
 */
public record Identity(
        String memberId, UUID incarnation, @Nullable UUID clusterId, boolean founder) {
    Identity in(UUID cluster) {
        return new Identity(memberId, incarnation, cluster, founder);
    }
}
