/**
 * The connection to a cluster: batches over HTTP/1.1, endpoints and their failures, tokens, retries. It knows operations and
 * their outcomes, and nothing of JSR-107 but its exceptions.
 */
@NullMarked
package io.concord.jcache.transport;

import org.jspecify.annotations.NullMarked;
