/**
 * The state machine: commands go in, one at a time and in the order of the log, and the same state comes out on every
 * replica. Everything in it is immutable and shared, so that a reader or a snapshot holds a consistent view for free.
 */
@NullMarked
package io.concord.core.state;

import org.jspecify.annotations.NullMarked;
