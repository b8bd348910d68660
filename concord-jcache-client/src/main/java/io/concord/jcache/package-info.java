/**
 * The JCache (JSR-107) provider of Concord. So far it knows how a cluster is addressed; the provider itself follows.
 */
@NullMarked
package io.concord.jcache;

import org.jspecify.annotations.NullMarked;
