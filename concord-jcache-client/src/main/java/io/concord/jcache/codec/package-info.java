/**
 * Keys and values as the store keeps them: native types by a format of one tag, other objects by Java serialization with a
 * filter. Equal keys have equal bytes, or are refused.
 */
@NullMarked
package io.concord.jcache.codec;

import org.jspecify.annotations.NullMarked;
