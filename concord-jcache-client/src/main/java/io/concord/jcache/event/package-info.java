/**
 * The listeners of JSR-107 (chapter 8), fed by a watch on the cache's namespace, so also by what other JVMs change. Synchronous
 * listeners run in the order of revisions, and tell when they have run.
 */
@NullMarked
package io.concord.jcache.event;

import org.jspecify.annotations.NullMarked;
