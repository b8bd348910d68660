package io.concord.spring.boot;

import io.concord.spring.ConcordCacheManagerBuilder;
import java.util.LinkedHashSet;
import java.util.List;

/** What the properties say of the cache manager, said to its builder. */
final class CacheManagerSettings {
    private CacheManagerSettings() {}

    /**
     * Applies them.
     *
     * @param names the caches of {@code spring.cache.cache-names}
     */
    static void apply(ConcordCacheProperties properties, List<String> names, ConcordCacheManagerBuilder builder) {
        builder.cacheDefaults(properties.defaultSettings()).initialCacheNames(new LinkedHashSet<>(names));
        properties.caches().keySet().forEach(name -> builder.withCache(name, properties.settings(name)));
        if (!createsOnMissing(properties, names)) {
            builder.disableCreateOnMissingCache();
        }
        if (properties.transactionAware()) {
            builder.transactionAware();
        }
        if (properties.enableStatistics()) {
            builder.enableStatistics();
        }
    }

    /** Without a word about it, a list of names is all there is, as with Boot's other managers. */
    private static boolean createsOnMissing(ConcordCacheProperties properties, List<String> names) {
        var given = properties.createOnMissing();
        return given == null ? names.isEmpty() : given;
    }
}
