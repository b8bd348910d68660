/**
 * The Raft consensus algorithm as a deterministic state machine: messages, time and the log go in, messages come out. No
 * thread, clock, socket or file, so that a seed is enough to replay any schedule.
 */
@NullMarked
package io.concord.server.raft.consensus;

import org.jspecify.annotations.NullMarked;
