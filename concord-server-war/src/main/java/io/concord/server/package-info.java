/**
 * The composition root of the server: it knows every part and no part knows it. The parts are {@code config},
 * {@code service}, {@code raft}, {@code http} and {@code ops}.
 */
@NullMarked
package io.concord.server;

import org.jspecify.annotations.NullMarked;
