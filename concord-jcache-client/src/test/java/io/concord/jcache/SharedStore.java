package io.concord.jcache;

import io.concord.jcache.settings.NearSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.CacheManager;

/** One store with a clock of its own, and as many managers of it as a test wants, each as in a JVM of its own. */
final class SharedStore implements AutoCloseable {
    private final AtomicLong clockMillis = new AtomicLong(1_000_000);
    private final MemoryStore store = new MemoryStore(clockMillis::get);
    private final List<CacheManager> managers = new ArrayList<>();

    MemoryStore store() {
        return store;
    }

    /** A manager that shares nothing with the others but the store. */
    CacheManager manager() {
        return manager(NearSettings.STANDARD);
    }

    /** One whose caches keep something in memory. */
    CacheManager manager(NearSettings near) {
        var provider = new ConcordCachingProvider((key, properties) -> MemoryCachingProvider.environment(store, near));
        var manager = provider.getCacheManager(URI.create("concord://h1/"), null);
        managers.add(manager);
        return manager;
    }

    /** Closes this manager too, in the end. */
    CacheManager closing(CacheManager manager) {
        managers.add(manager);
        return manager;
    }

    ConcordCachingProvider provider() {
        return new ConcordCachingProvider((key, properties) -> MemoryCachingProvider.environment(store));
    }

    /** Lets time pass. */
    void pass(long millis) {
        clockMillis.addAndGet(millis);
    }

    @Override
    public void close() {
        managers.forEach(CacheManager::close);
        store.close();
    }
}
