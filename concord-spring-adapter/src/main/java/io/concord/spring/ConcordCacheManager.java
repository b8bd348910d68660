package io.concord.spring;

import io.concord.jcache.api.ConcordCaches;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.cache.Cache;
import org.springframework.cache.transaction.AbstractTransactionSupportingCacheManager;

/**
 * Spring's caches in a Concord cluster. A cache is the namespace of its name there, made when it is first asked for, or only
 * those are that the builder names. Nothing waits for the cluster before a cache is used.
 *
 * <p>A bean of a Spring context needs no more than {@link #builder()}; elsewhere {@link #afterPropertiesSet} makes the named caches, and
 * {@link #destroy} closes what was opened: the entries stay in the cluster.
 */
public class ConcordCacheManager extends AbstractTransactionSupportingCacheManager implements DisposableBean {
    private final ConcordCacheManagerBuilder given;
    private final Outage outage = new Outage(System::nanoTime);
    private final ConcurrentHashMap<String, ConcordSpringCache> opened = new ConcurrentHashMap<>();
    private @Nullable ClientManager client;
    private boolean destroyed;

    ConcordCacheManager(ConcordCacheManagerBuilder given) {
        this.given = given;
        setTransactionAware(given.isTransactionAware());
    }

    /** By the client's own settings: variables of the environment and {@code concord.properties}. */
    public static ConcordCacheManagerBuilder builder() {
        return new ConcordCacheManagerBuilder(loader -> ClientManager.open(null, loader, new Properties()));
    }

    /**
     * By these settings.
     *
     * @param uri such as {@code concord://h1:9443,h2:9443/}; null if the properties have the address
     * @param properties those of {@code docs/client-configuration.md}
     */
    public static ConcordCacheManagerBuilder builder(@Nullable URI uri, Properties properties) {
        return new ConcordCacheManagerBuilder(loader -> ClientManager.open(uri, loader, properties));
    }

    /** In this manager of the JCache client, which the caller closes; caches that it has are used as they are. */
    public static ConcordCacheManagerBuilder builder(CacheManager manager) {
        return new ConcordCacheManagerBuilder(loader -> ClientManager.given(manager));
    }

    /**
     * The manager of the JCache client.
     *
     * @throws javax.cache.CacheException if it is to be opened, and its settings are not possible
     */
    public CacheManager getCacheManager() {
        return client().manager();
    }

    private synchronized ClientManager client() {
        if (destroyed) {
            throw new IllegalStateException("the Concord cache manager is closed");
        }
        var open = client;
        if (open == null) {
            open = given.open();
            client = open;
        }
        return open;
    }

    @Override
    protected Collection<? extends Cache> loadCaches() {
        client();
        return given.names().stream().map(this::open).toList();
    }

    @Override
    protected @Nullable Cache getMissingCache(String name) {
        return given.isCreatingOnDemand() || given.names().contains(name) ? open(name) : null;
    }

    private Cache open(String name) {
        return opened.computeIfAbsent(
                name,
                missing -> new ConcordSpringCache(
                        client().cache(name, given.settings(name), given.hasStatistics()),
                        given.settings(name),
                        outage,
                        given));
    }

    /** The cache without what makes it transaction-aware; null if there is none. */
    public @Nullable ConcordSpringCache getConcordCache(String name) {
        return getCache(name) == null ? null : opened.get(name);
    }

    /** The caches that are open now. */
    public List<ConcordSpringCache> getConcordCaches() {
        return List.copyOf(opened.values());
    }

    /**
     * Removes all entries that have a tag, of all caches of the cluster, by one commit: nobody ever sees some of them gone and
     * others not. Of a manager that is transaction-aware, within a Spring transaction, after it has committed.
     *
     * <p>What is being loaded in this JVM meanwhile is not stored, and what this manager has begun to write with tags is waited for
     * and is removed too. Fails while the cluster is out of reach, whatever the
     * settings of the caches say.
     *
     * @param tag 1 to 128 bytes of UTF-8
     */
    public void evictTag(String tag) {
        if (isTransactionAware()) {
            Transactions.afterCommit(() -> invalidateTag(tag));
        } else {
            invalidateTag(tag);
        }
    }

    /** As {@link #evictTag}, at once, whatever transaction there is; returns how many entries had the tag. */
    public long invalidateTag(String tag) {
        var writes = opened.values().stream().map(ConcordSpringCache::overtakeTagged);
        Stages.await(CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)));
        return getCacheManager().unwrap(ConcordCaches.class).evictTag(tag);
    }

    @Override
    public synchronized void destroy() {
        destroyed = true;
        if (client != null) {
            client.close();
        }
    }
}
