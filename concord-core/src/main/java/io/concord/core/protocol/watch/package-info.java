/**
 * The binary watch of the HTTP interface: every change as it happens, as a stream of frames for client libraries. What it
 * means byte by byte stands in {@code docs/watch-format.md}, for clients in other languages.
 */
@NullMarked
package io.concord.core.protocol.watch;

import org.jspecify.annotations.NullMarked;
