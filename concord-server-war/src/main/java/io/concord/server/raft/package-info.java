/**
 * The only user of JGroups: the life cycle of one Raft node, the state machine bridge, the way of a command to the
 * leader and back, linearizable reads, and what the members tell each other.
 */
@NullMarked
package io.concord.server.raft;

import org.jspecify.annotations.NullMarked;
