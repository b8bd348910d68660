package io.concord.server.raft.consensus;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who this member is, as its data directory says.
 *
 * @param cluster null while it does not know one for certain
 * @param founders ids of the members that found a cluster together; empty where this node is none of them
 */
public record Self(String id, UUID incarnation, @Nullable UUID cluster, java.util.List<String> founders) {
    public Self {
        founders = java.util.List.copyOf(founders);
    }
}
