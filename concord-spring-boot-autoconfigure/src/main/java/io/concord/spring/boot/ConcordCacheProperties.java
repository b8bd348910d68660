package io.concord.spring.boot;

import io.concord.spring.CacheSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the caches behave. Those with settings of their own are made at start, with those of {@code spring.cache.cache-names}.
 *
 * @param defaults Settings of caches that have none of their own, and what those are missing.
 * @param caches Settings of single caches by their names.
 * @param createOnMissing Whether a cache that is not named is made when it is first asked for. By default, unless
 *     'spring.cache.cache-names' is set.
 * @param transactionAware Whether put, evict and clear within a Spring transaction wait for its commit.
 * @param enableStatistics Whether hits, misses and so on are counted, for meters and as MBeans.
 */
@ConfigurationProperties(ConcordCacheProperties.PREFIX)
public record ConcordCacheProperties(
        @DefaultValue @NestedConfigurationProperty CacheEntryProperties defaults,
        @DefaultValue Map<String, CacheEntryProperties> caches,
        @Nullable Boolean createOnMissing,
        @DefaultValue("false") boolean transactionAware,
        @DefaultValue("false") boolean enableStatistics) {
    static final String PREFIX = "concord.cache";

    public ConcordCacheProperties {
        caches = Map.copyOf(caches);
    }

    /** What holds for caches without settings of their own. */
    CacheSettings defaultSettings() {
        return defaults.over(CacheSettings.DEFAULTS, PREFIX + ".defaults");
    }

    /** What holds for the cache of this name. */
    CacheSettings settings(String name) {
        var own = caches.get(name);
        return own == null ? defaultSettings() : own.over(defaultSettings(), PREFIX + ".caches." + name);
    }
}
