package io.concord.spring;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which tags an entry has that is written, so that {@link ConcordCacheManager#evictTag} finds what {@code @Cacheable} has
 * stored. Called before each write on the thread of the writer, maybe by several at once; must not block. What it throws
 * fails the write.
 */
@FunctionalInterface
public interface TagResolver {
    /** No tags but those of the cache's settings. */
    TagResolver NONE = (cache, key, value) -> Set.of();

    /**
     * The tags of an entry, besides those of its cache's settings.
     *
     * @param cache the name of the cache
     * @param key as Spring made it, without a prefix
     * @param value as the method returned it; null if the cache keeps that
     */
    Set<String> tags(String cache, Object key, @Nullable Object value);
}
