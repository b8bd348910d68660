/**
 * A cluster in one thread, with a network, disks and a clock that a seed decides: it delivers late, twice, out of order or
 * never, crashes members, loses what was not synced, fails disks, and checks after each step what consensus promises.
 */
@NullMarked
package io.concord.server.raft.simulation;

import org.jspecify.annotations.NullMarked;
