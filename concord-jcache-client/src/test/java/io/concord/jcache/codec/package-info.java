/** What keys and values come to in bytes, and that it stays so. */
@NullMarked
package io.concord.jcache.codec;

import org.jspecify.annotations.NullMarked;
