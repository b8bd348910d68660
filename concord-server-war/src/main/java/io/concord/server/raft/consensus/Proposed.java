package io.concord.server.raft.consensus;

import org.jspecify.annotations.Nullable;

/**
 * What came of a proposal.
 *
 * @param index of the entry; 0 when there is none, because it is refused or there is nothing to do
 * @param refusal why there is none; null when there is one
 */
public record Proposed(long index, @Nullable String refusal) {
    static Proposed at(long index) {
        return new Proposed(index, null);
    }

    /** It is as it should be already. */
    static Proposed nothing() {
        return new Proposed(0, null);
    }

    static Proposed refused(String why) {
        return new Proposed(0, why);
    }
}
