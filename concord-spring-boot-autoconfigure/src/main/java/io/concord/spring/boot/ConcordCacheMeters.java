package io.concord.spring.boot;

import io.concord.spring.ConcordSpringCache;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import javax.cache.management.CacheStatisticsMXBean;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a cache as Micrometer's meters of caches. How many entries the cluster has for it is not among them: that
 * would be a request for each reading. They stay zero unless the cache counts, see {@code concord.cache.enable-statistics}.
 */
final class ConcordCacheMeters extends CacheMeterBinder<ConcordSpringCache> {
    private final String name;
    private final CacheStatisticsMXBean statistics;

    ConcordCacheMeters(ConcordSpringCache cache, Iterable<Tag> tags) {
        super(cache, cache.getName(), tags);
        this.name = cache.getName();
        this.statistics = cache.getNativeCache().unwrap(CacheStatisticsMXBean.class);
    }

    @Override
    protected @Nullable Long size() {
        return null;
    }

    @Override
    protected long hitCount() {
        return statistics.getCacheHits();
    }

    @Override
    protected Long missCount() {
        return statistics.getCacheMisses();
    }

    @Override
    protected Long evictionCount() {
        return statistics.getCacheEvictions();
    }

    @Override
    protected long putCount() {
        return statistics.getCachePuts();
    }

    @Override
    protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
        FunctionCounter.builder("cache.removals", statistics, CacheStatisticsMXBean::getCacheRemovals)
                .tags(getTagsWithCacheName())
                .description("Entries that were removed from the cache " + name)
                .register(registry);
    }
}
