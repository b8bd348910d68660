/**
 * What operators and orchestrators watch: MicroProfile Health and MicroProfile Metrics. Reads the node and never
 * changes it.
 */
@NullMarked
package io.concord.server.ops;

import org.jspecify.annotations.NullMarked;
