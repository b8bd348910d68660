/**
 * One member at work: it drives the consensus algorithm, the storage and the state machine in the one order that is safe.
 * Single-threaded and without a clock, so that a simulation runs it as it is.
 */
@NullMarked
package io.concord.server.raft.replica;

import org.jspecify.annotations.NullMarked;
