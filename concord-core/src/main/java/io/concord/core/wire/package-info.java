/**
 * The bytes of what both the log and the HTTP interface hold: entries, names, ranges, preconditions and expiries. It is for
 * formats that stand above it and knows the model and the primitives only.
 */
@NullMarked
package io.concord.core.wire;

import org.jspecify.annotations.NullMarked;
