package io.concord.jcache.codec;

import io.concord.core.model.Key;
import java.util.List;

/** The keys of a cache as the store has them: equal keys have the same {@link Key}, and unequal ones have not. */
public interface KeyCodec<K> {
    /**
     * The one form of a key.
     *
     * @throws javax.cache.CacheException if the key has no canonical form, saying why and what to do
     */
    Key encode(K key);

    /**
     * The key that has this form.
     *
     * @throws javax.cache.CacheException if this version of the application cannot read it
     */
    K decode(Key key);

    /**
     * What every key begins with that is a list of these elements and at least one more, and no other key does.
     *
     * @throws javax.cache.CacheException if an element has no canonical form
     */
    String beginning(List<?> elements);
}
