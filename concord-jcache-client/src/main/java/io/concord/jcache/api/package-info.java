/**
 * What an application may use beyond JSR-107: the cache's own operations, and the failures that tell whether something has
 * happened. Stable between releases; everything else in the jar is not.
 */
@NullMarked
package io.concord.jcache.api;

import org.jspecify.annotations.NullMarked;
