/**
 * Entries of a cache kept in the memory of its clients: validated by the cluster at each read, or served within a bound of
 * staleness that a watch guards. Off unless it is configured.
 */
@NullMarked
package io.concord.jcache.near;

import org.jspecify.annotations.NullMarked;
