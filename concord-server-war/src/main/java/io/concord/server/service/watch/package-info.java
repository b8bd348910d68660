/**
 * Watches: whoever asks is told every commit that concerns it, in order, whole and once. The history in the replicated
 * state is the buffer, so a watcher is a revision, a filter and a connection, and it can go on at any node.
 */
@NullMarked
package io.concord.server.service.watch;

import org.jspecify.annotations.NullMarked;
