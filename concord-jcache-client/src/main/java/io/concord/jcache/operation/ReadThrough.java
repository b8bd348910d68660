package io.concord.jcache.operation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * The loader of a cache, if it has one (JSR-107 §10.1); what it throws becomes a {@link CacheLoaderException}.
 *
 * @param onMiss whether a read that finds nothing loads; otherwise only {@code loadAll} does
 */
public record ReadThrough<K, V>(@Nullable CacheLoader<K, V> loader, boolean onMiss) {

    public boolean isConfigured() {
        return loader != null;
    }

    /** The value, or null if there is none. */
    public @Nullable V load(K key) {
        if (loader == null) {
            return null;
        }
        try {
            return loader.load(key);
        } catch (CacheLoaderException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CacheLoaderException("the loader failed for one key", e);
        }
    }

    /** The values that there are. */
    public Map<K, V> loadAll(Set<? extends K> keys) {
        if (loader == null || keys.isEmpty()) {
            return Map.of();
        }
        try {
            var loaded = new HashMap<>(loader.loadAll(keys));
            loaded.values().removeIf(value -> value == null);
            return loaded;
        } catch (CacheLoaderException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CacheLoaderException("the loader failed for " + keys.size() + " keys", e);
        }
    }
}
