package io.concord.jcache;

import io.concord.jcache.settings.ClientSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * The JSR-107 provider of Concord, which {@code Caching.getCachingProvider()} finds. One manager for each URI and class loader,
 * and one connection for each manager; opening one does not wait for the cluster.
 */
public class ConcordCachingProvider implements CachingProvider {
    private final EnvironmentMaker environments;
    private final Map<ClassLoader, Map<URI, ConcordCacheManager>> managers = new WeakHashMap<>();

    /** Makes what a manager works with. */
    interface EnvironmentMaker {
        ManagerEnvironment make(ManagerKey key, Properties properties);
    }

    /** For the service loader. */
    public ConcordCachingProvider() {
        this(Environments::of);
    }

    ConcordCachingProvider(EnvironmentMaker environments) {
        this.environments = environments;
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(getDefaultURI(), getDefaultClassLoader(), null);
    }

    @Override
    public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        return getCacheManager(uri, classLoader, null);
    }

    /**
     * The manager of this URI and class loader. Properties count only where there is none yet.
     *
     * @throws CacheException if the URI or the properties are not possible, saying why
     */
    @Override
    public synchronized CacheManager getCacheManager(
            @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
        var key = new ManagerKey(
                uri == null ? getDefaultURI() : uri, classLoader == null ? getDefaultClassLoader() : classLoader);
        return managers.computeIfAbsent(key.classLoader(), loader -> new HashMap<>())
                .computeIfAbsent(key.uri(), unused -> made(key, properties));
    }

    private ConcordCacheManager made(ManagerKey key, @Nullable Properties given) {
        var properties = new Properties();
        if (given != null) {
            given.stringPropertyNames().forEach(name -> properties.setProperty(name, given.getProperty(name)));
            properties.putAll(given);
        }
        try {
            return new ConcordCacheManager(this, key, properties, environments.make(key, properties));
        } catch (IllegalArgumentException e) {
            throw new CacheException("no cache manager for " + key.uri() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public ClassLoader getDefaultClassLoader() {
        var context = Thread.currentThread().getContextClassLoader();
        return context == null ? ConcordCachingProvider.class.getClassLoader() : context;
    }

    @Override
    public URI getDefaultURI() {
        return ClientSettings.DEFAULT_URI;
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public void close() {
        close(manager -> true);
    }

    @Override
    public void close(ClassLoader classLoader) {
        close(manager -> manager.getClassLoader() == classLoader);
    }

    @Override
    public void close(URI uri, ClassLoader classLoader) {
        close(manager ->
                manager.getClassLoader() == classLoader && manager.getURI().equals(uri));
    }

    /** Outside the lock, because closing a cache calls the application's code. */
    private void close(Predicate<ConcordCacheManager> chosen) {
        List<ConcordCacheManager> closing = new ArrayList<>();
        synchronized (this) {
            managers.values()
                    .forEach(ofLoader ->
                            ofLoader.values().stream().filter(chosen).forEach(closing::add));
        }
        closing.forEach(ConcordCacheManager::close);
    }

    /** A manager is closed; the next one of its URI and class loader is a new one. */
    synchronized void forget(ConcordCacheManager manager) {
        managers.values().forEach(ofLoader -> ofLoader.remove(manager.getURI(), manager));
    }

    @Override
    public boolean isSupported(OptionalFeature feature) {
        return false;
    }
}
