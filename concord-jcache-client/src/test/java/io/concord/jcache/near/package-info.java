/** What a near cache serves from memory, and that it is never older than it says. */
@NullMarked
package io.concord.jcache.near;

import org.jspecify.annotations.NullMarked;
