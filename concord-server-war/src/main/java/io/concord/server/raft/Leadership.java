package io.concord.server.raft;

import org.jspecify.annotations.Nullable;

/**
 * Who leads, as one node sees it at one moment.
 *
 * @param leader its id; null while none is known
 * @param self whether this node leads
 */
record Leadership(@Nullable String leader, long term, boolean self) {
    static final Leadership NONE = new Leadership(null, 0, false);
}
