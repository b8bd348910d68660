package io.concord.spring;

import io.concord.jcache.api.ConcordCache;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.support.AbstractValueAdaptingCache;

/**
 * A Spring cache in a Concord cluster. What one JVM has written, all read; {@code putIfAbsent} is atomic, and clearing is one
 * operation in the cluster. {@code get} with a loader and {@code retrieve} load once for each key in a JVM, and a load that is
 * evicted meanwhile is not stored. Safe for use by several threads.
 *
 * <p>{@code retrieve} never blocks a thread; what depends on it runs on the manager's executor. The others wait for the cluster, for
 * {@code concord.client.timeout-millis} at most, unless {@link CacheSettings#awaitWrites} says otherwise.
 */
public class ConcordSpringCache extends AbstractValueAdaptingCache {
    private final String name;
    private final Reach reach;
    private final Executor continuations;
    private final TagResolver resolver;
    private final SingleLoads loads = new SingleLoads();
    private final LoadingReads reads;

    ConcordSpringCache(
            ConcordCache<Object, Object> cache,
            CacheSettings settings,
            Outage outage,
            ConcordCacheManagerBuilder given) {
        super(settings.allowNullValues());
        this.name = cache.getName();
        this.resolver = given.tagResolver();
        this.reach = new Reach(new StoredEntries(cache, settings, new TaggedWrites()), outage);
        this.continuations = given.continuations();
        this.reads = new LoadingReads(reach, loads, new Form(), continuations);
    }

    /** As the superclass stores null. */
    private final class Form implements LoadingReads.StoredForm {
        @Override
        public Object stored(@Nullable Object value) {
            return toStoreValue(value);
        }

        @Override
        public Set<String> tags(Object key, Object stored) {
            return union(getSettings().tags(), resolver.tags(name, key, fromStoreValue(stored)));
        }
    }

    @Override
    public final String getName() {
        return name;
    }

    /** The JCache cache, with everything that Concord offers. */
    @Override
    public final ConcordCache<Object, Object> getNativeCache() {
        return reach.entries().cache();
    }

    public final CacheSettings getSettings() {
        return reach.entries().settings();
    }

    @Override
    protected @Nullable Object lookup(Object key) {
        return reach.get(key);
    }

    /**
     * Callers that wait for the same load get the same object.
     *
     * @throws ValueRetrievalException if the loader fails, also for those who wait for it
     */
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        try {
            return (T) fromStoreValue(reads.get(key, valueLoader));
        } catch (LoadingReads.LoadFailure e) {
            throw new ValueRetrievalException(key, valueLoader, e.getCause());
        }
    }

    /** Completes with a {@code ValueWrapper}, or with null if there is no entry. */
    @Override
    public CompletableFuture<?> retrieve(Object key) {
        return Stages.detached(reach.getAsync(key).thenApplyAsync(this::toValueWrapper, continuations));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return Stages.detached(reads.getAsync(key, valueLoader).thenApply(stored -> (T) fromStoreValue(stored)));
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        putTagged(key, value, Set.of());
    }

    /**
     * As {@link #put}, and the entry has these tags besides those of the settings and the resolver. Never waits for the end of
     * a transaction.
     *
     * @throws IllegalArgumentException if there are more than 8 in all, or one is not 1 to 128 bytes of UTF-8
     */
    public void putTagged(Object key, @Nullable Object value, Set<String> tags) {
        var stored = toStoreValue(value);
        var all = union(reads.form().tags(key, stored), tags);
        reach.write(() -> reach.entries().put(key, stored, all));
    }

    /** Fails while the cluster is out of reach, whatever the settings: it promises that nobody else has stored a value. */
    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        var stored = toStoreValue(value);
        var tags = reads.form().tags(key, stored);
        return toValueWrapper(Stages.await(reach.entries().putIfAbsent(key, stored, tags)));
    }

    @Override
    public void evict(Object key) {
        loads.overtake(key);
        reach.write(() -> reach.entries().remove(key));
    }

    @Override
    public boolean evictIfPresent(Object key) {
        loads.overtake(key);
        return reach.certain(() -> reach.entries().remove(key), false);
    }

    /** Removes the entries of this cache's prefix, or all if it has none. */
    @Override
    public void clear() {
        loads.overtakeAll();
        reach.write(() -> reach.entries().removeAll());
    }

    @Override
    public boolean invalidate() {
        loads.overtakeAll();
        return reach.certain(() -> reach.entries().removeAll(), 0L) > 0;
    }

    /**
     * An eviction by tag comes now. Loads that are under way may have the tag: nobody knows before they have ended.
     *
     * @return completes when the writes have ended that have begun before, so that the eviction finds what they wrote
     */
    final CompletableFuture<Void> overtakeTagged() {
        loads.overtakeAll();
        return reach.entries().tagged().ended();
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        if (others.isEmpty()) {
            return some;
        }
        var all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }
}
