/** A running cluster, asked over HTTP: where it is, who asks, and what its answers mean. */
@NullMarked
package io.concord.cli.remote;

import org.jspecify.annotations.NullMarked;
