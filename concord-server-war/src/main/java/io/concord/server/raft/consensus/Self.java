package io.concord.server.raft.consensus;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who this member is, as its data directory says.
 *
 * @param cluster null while it does not know one for certain
 * @param formatLevel the highest that this release reads
 * @param founders ids of the members that found a cluster together; empty where this node is none of them
 */
public record Self(String id, UUID incarnation, @Nullable UUID cluster, int formatLevel, List<String> founders) {
    public Self {
        founders = List.copyOf(founders);
    }
}
