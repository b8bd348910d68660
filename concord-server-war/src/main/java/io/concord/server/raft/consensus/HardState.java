package io.concord.server.raft.consensus;

import org.jspecify.annotations.Nullable;

/**
 * What a member must not forget (Raft figure 2): the latest term it has seen, and whom it gave its vote in it.
 *
 * @param votedFor a member's id; null while it has not voted in this term
 */
public record HardState(long term, @Nullable String votedFor) {
    public static final HardState INITIAL = new HardState(0, null);
}
