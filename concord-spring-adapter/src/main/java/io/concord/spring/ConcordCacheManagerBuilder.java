package io.concord.spring;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** What a {@link ConcordCacheManager} is made of. Used once, by one thread. */
public final class ConcordCacheManagerBuilder {
    private static final String TRANSACTIONS =
            "org.springframework.transaction.support.TransactionSynchronizationManager";

    private final Function<@Nullable ClassLoader, ClientManager> opening;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, CacheSettings> settings = new LinkedHashMap<>();
    private CacheSettings defaults = CacheSettings.DEFAULTS;
    private Executor continuations = new CompletableFuture<>().defaultExecutor();
    private TagResolver tagResolver = TagResolver.NONE;
    private boolean creatingOnDemand = true;
    private boolean statistics;
    private boolean transactionAware;
    private @Nullable ClassLoader classLoader;

    ConcordCacheManagerBuilder(Function<@Nullable ClassLoader, ClientManager> opening) {
        this.opening = opening;
    }

    /** The settings of caches that have none of their own. */
    public ConcordCacheManagerBuilder cacheDefaults(CacheSettings defaults) {
        this.defaults = defaults;
        return this;
    }

    /** Caches that are made when the manager is. */
    public ConcordCacheManagerBuilder initialCacheNames(Set<String> names) {
        this.names.addAll(names);
        return this;
    }

    /** A cache with settings of its own, which is made when the manager is. */
    public ConcordCacheManagerBuilder withCache(String name, CacheSettings settings) {
        this.names.add(name);
        this.settings.put(name, settings);
        return this;
    }

    /** There are the named caches and no others. */
    public ConcordCacheManagerBuilder disableCreateOnMissingCache() {
        this.creatingOnDemand = false;
        return this;
    }

    /** Within a Spring transaction, put, evict and clear are done after it has committed. */
    public ConcordCacheManagerBuilder transactionAware() {
        if (!ClassUtils.isPresent(TRANSACTIONS, ConcordCacheManagerBuilder.class.getClassLoader())) {
            throw new IllegalStateException("transaction-aware caches need spring-tx, which is not on the class path");
        }
        this.transactionAware = true;
        return this;
    }

    /** Which tags the entries have that are written, besides those of their cache's settings. */
    public ConcordCacheManagerBuilder tagResolver(TagResolver resolver) {
        this.tagResolver = resolver;
        return this;
    }

    /** Counts hits, misses and so on of the caches that are made here, and shows them as MBeans of JSR-107. */
    public ConcordCacheManagerBuilder enableStatistics() {
        this.statistics = true;
        return this;
    }

    /**
     * Where the application's code runs that depends on {@code retrieve}; by default where that of a {@link CompletableFuture}
     * does, the common pool.
     */
    public ConcordCacheManagerBuilder executor(Executor continuations) {
        this.continuations = continuations;
        return this;
    }

    /** Where the classes of keys and values are; by default the context class loader of the thread that opens the client. */
    public ConcordCacheManagerBuilder classLoader(ClassLoader loader) {
        this.classLoader = loader;
        return this;
    }

    public ConcordCacheManager build() {
        return new ConcordCacheManager(this);
    }

    ClientManager open() {
        return opening.apply(classLoader == null ? ClassUtils.getDefaultClassLoader() : classLoader);
    }

    Set<String> names() {
        return names;
    }

    CacheSettings settings(String name) {
        return settings.getOrDefault(name, defaults);
    }

    Executor continuations() {
        return continuations;
    }

    TagResolver tagResolver() {
        return tagResolver;
    }

    boolean isCreatingOnDemand() {
        return creatingOnDemand;
    }

    boolean hasStatistics() {
        return statistics;
    }

    boolean isTransactionAware() {
        return transactionAware;
    }
}
