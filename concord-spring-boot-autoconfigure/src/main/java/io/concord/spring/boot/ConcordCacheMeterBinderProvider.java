package io.concord.spring.boot;

import io.concord.spring.ConcordSpringCache;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/** Meters for a cache of Concord's. */
public class ConcordCacheMeterBinderProvider implements CacheMeterBinderProvider<ConcordSpringCache> {
    @Override
    public MeterBinder getMeterBinder(ConcordSpringCache cache, Iterable<Tag> tags) {
        return new ConcordCacheMeters(cache, tags);
    }
}
