/**
 * A cluster of Open Liberty servers on this machine: its layout, its processes, its keys and its tokens. It knows no
 * command line, so the integration tests use it as it is.
 */
@NullMarked
package io.concord.cli.cluster;

import org.jspecify.annotations.NullMarked;
