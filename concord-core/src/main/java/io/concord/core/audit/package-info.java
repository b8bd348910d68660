/**
 * The chain of the audit log: what a line is, how each is bound to the one before, and how a row of files is checked. Servers
 * write by it, and the command line verifies by it, so that the two cannot differ.
 */
@NullMarked
package io.concord.core.audit;

import org.jspecify.annotations.NullMarked;
