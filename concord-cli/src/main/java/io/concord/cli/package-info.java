/**
 * The {@code concord} command: options, messages and exit codes. Everything that starts, watches or stops a server is
 * in {@link io.concord.cli.cluster}.
 */
@NullMarked
package io.concord.cli;

import org.jspecify.annotations.NullMarked;
