/**
 * Histories of caches as applications see them through JSR-107, which tells no revisions, and their judge. What is asked of
 * one key, by whichever JVM, has to look as if one thing had been done after the other.
 */
@NullMarked
package io.concord.it.cache;

import org.jspecify.annotations.NullMarked;
