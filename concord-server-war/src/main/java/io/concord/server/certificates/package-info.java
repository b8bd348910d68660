/**
 * The certificates of the HTTPS port: read from the operator's files, checked, and put where the container serves them
 * from, again whenever the files change. Knows nothing of requests or of the cluster.
 */
@NullMarked
package io.concord.server.certificates;

import org.jspecify.annotations.NullMarked;
