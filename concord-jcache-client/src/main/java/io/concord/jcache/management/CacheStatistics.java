package io.concord.jcache.management;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.cache.management.CacheStatisticsMXBean;

/**
 * Counts what a cache's callers in this JVM did (JSR-107 §12.4), while it is switched on. A key of a bulk call counts as a
 * call. Times are the average of a key's share.
 */
public final class CacheStatistics implements CacheStatisticsMXBean {
    private static final float PERCENT = 100f;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final LongAdder getNanos = new LongAdder();
    private final LongAdder putNanos = new LongAdder();
    private final LongAdder removeNanos = new LongAdder();
    private volatile boolean enabled;

    public void enable(boolean on) {
        enabled = on;
    }

    /** Entries that were asked for and found, or not, since the given {@link System#nanoTime}. */
    public void gets(long found, long missing, long sinceNanos) {
        if (enabled) {
            hits.add(found);
            misses.add(missing);
            getNanos.add(System.nanoTime() - sinceNanos);
        }
    }

    /** One entry that was asked for. */
    public void get(boolean found, long sinceNanos) {
        gets(found ? 1 : 0, found ? 0 : 1, sinceNanos);
    }

    public void puts(long count, long sinceNanos) {
        if (enabled && count > 0) {
            puts.add(count);
            putNanos.add(System.nanoTime() - sinceNanos);
        }
    }

    public void removals(long count, long sinceNanos) {
        if (enabled && count > 0) {
            removals.add(count);
            removeNanos.add(System.nanoTime() - sinceNanos);
        }
    }

    @Override
    public void clear() {
        for (var adder : new LongAdder[] {hits, misses, puts, removals, getNanos, putNanos, removeNanos}) {
            adder.reset();
        }
    }

    @Override
    public long getCacheHits() {
        return hits.sum();
    }

    @Override
    public float getCacheHitPercentage() {
        return percentage(getCacheHits());
    }

    @Override
    public long getCacheMisses() {
        return misses.sum();
    }

    @Override
    public float getCacheMissPercentage() {
        return percentage(getCacheMisses());
    }

    @Override
    public long getCacheGets() {
        return getCacheHits() + getCacheMisses();
    }

    @Override
    public long getCachePuts() {
        return puts.sum();
    }

    @Override
    public long getCacheRemovals() {
        return removals.sum();
    }

    /** Always 0: the store never evicts; what has expired is not an eviction. */
    @Override
    public long getCacheEvictions() {
        return 0;
    }

    @Override
    public float getAverageGetTime() {
        return averageMicros(getNanos, getCacheGets());
    }

    @Override
    public float getAveragePutTime() {
        return averageMicros(putNanos, getCachePuts());
    }

    @Override
    public float getAverageRemoveTime() {
        return averageMicros(removeNanos, getCacheRemovals());
    }

    private float percentage(long part) {
        var gets = getCacheGets();
        return gets == 0 ? 0 : PERCENT * part / gets;
    }

    private static float averageMicros(LongAdder nanos, long count) {
        return count == 0 ? 0 : (float) nanos.sum() / TimeUnit.MICROSECONDS.toNanos(1) / count;
    }
}
