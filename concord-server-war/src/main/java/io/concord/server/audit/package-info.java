/**
 * The audit log: events on their way from requests to a file whose lines are chained by hashes. Knows nothing of HTTP or of the
 * store, and never holds up a request that need not wait.
 */
@NullMarked
package io.concord.server.audit;

import org.jspecify.annotations.NullMarked;
