/**
 * The JCache (JSR-107) provider of Concord: managers and caches over a connection to a cluster.
 */
@NullMarked
package io.concord.jcache;

import org.jspecify.annotations.NullMarked;
