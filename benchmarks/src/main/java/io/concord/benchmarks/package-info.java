/**
 * What parts of Concord cost, measured against what the machine can do at the same time. Plain programs that print a table;
 * nothing depends on them.
 */
@NullMarked
package io.concord.benchmarks;

import org.jspecify.annotations.NullMarked;
