/**
 * The binary batch of the HTTP interface: many independent operations in one request, and an outcome for each. What it
 * means byte by byte stands in {@code docs/batch-format.md}, for clients in other languages.
 */
@NullMarked
package io.concord.core.protocol.batch;

import org.jspecify.annotations.NullMarked;
