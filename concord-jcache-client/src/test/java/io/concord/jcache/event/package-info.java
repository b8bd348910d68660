/** What listeners hear, in which order, and who waits for it. */
@NullMarked
package io.concord.jcache.event;

import org.jspecify.annotations.NullMarked;
