package io.concord.spring;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;

/**
 * Treats a cluster out of reach as a miss for all caches of an application, those by JCache too; other failures go to another
 * handler. To be returned by a {@code CachingConfigurer}. A {@link ConcordCacheManager} can do the same for chosen caches by
 * {@link CacheSettings#onUnavailable}, and there a load is stored or not, but never done twice.
 *
 * <p>Outages are logged once each. The handler hears of failures alone, so one is over when there was no failure for a minute.
 */
public final class ConcordCacheErrorHandler implements CacheErrorHandler {
    private static final System.Logger LOG = System.getLogger(ConcordCacheErrorHandler.class.getName());
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final CacheErrorHandler others;
    private final LongSupplier nanoTime;
    private final AtomicLong quietAt;

    /** What is no outage is thrown. */
    public ConcordCacheErrorHandler() {
        this(new SimpleCacheErrorHandler());
    }

    /** @param others what handles all that is no outage */
    public ConcordCacheErrorHandler(CacheErrorHandler others) {
        this(others, System::nanoTime);
    }

    ConcordCacheErrorHandler(CacheErrorHandler others, LongSupplier nanoTime) {
        this.others = others;
        this.nanoTime = nanoTime;
        this.quietAt = new AtomicLong(nanoTime.getAsLong());
    }

    @Override
    public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
        if (!isOutage(exception, cache)) {
            others.handleCacheGetError(exception, cache, key);
        }
    }

    @Override
    public void handleCachePutError(RuntimeException exception, Cache cache, Object key, @Nullable Object value) {
        if (!isOutage(exception, cache)) {
            others.handleCachePutError(exception, cache, key, value);
        }
    }

    @Override
    public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
        if (!isOutage(exception, cache)) {
            others.handleCacheEvictError(exception, cache, key);
        }
    }

    @Override
    public void handleCacheClearError(RuntimeException exception, Cache cache) {
        if (!isOutage(exception, cache)) {
            others.handleCacheClearError(exception, cache);
        }
    }

    private boolean isOutage(RuntimeException failure, Cache cache) {
        var outage = Outage.isUnavailable(failure);
        if (outage) {
            logFirst(failure, cache);
        }
        return outage;
    }

    private void logFirst(RuntimeException failure, Cache cache) {
        var now = nanoTime.getAsLong();
        if (now - quietAt.getAndSet(now + QUIET_NANOS) >= 0) {
            LOG.log(
                    Level.WARNING,
                    "Concord is out of reach; until it is back nothing is found in caches, and what is written to them may be"
                            + " lost. First noticed by cache '" + cache.getName() + "'",
                    failure);
        }
    }
}
