package io.concord.jcache;

import io.concord.jcache.api.ConcordCache;
import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import javax.cache.spi.CachingProvider;

/**
 * An application that uses all of a cache, in a class loader of its own. Is given the address of a cluster, and returns what
 * closes it.
 */
public final class RedeployedApplication implements Function<Map<String, String>, Runnable> {
    private static final String CACHE = "users";

    /** A value of the application's own class. */
    public record User(String name, int age) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    /** Hears what is created. */
    public static final class Listener implements CacheEntryCreatedListener<String, User>, Serializable {
        private static final long serialVersionUID = 1;
        private static final ConcurrentLinkedQueue<String> HEARD = new ConcurrentLinkedQueue<>();

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends User>> events) {
            events.forEach(event -> HEARD.add(event.getKey()));
        }
    }

    /** Loads anybody. */
    public static final class Loader implements CacheLoader<String, User> {
        @Override
        public User load(String key) {
            return new User(key, 0);
        }

        @Override
        public Map<String, User> loadAll(Iterable<? extends String> keys) {
            return Map.of("loaded", new User("loaded", 0));
        }
    }

    /** A policy that is none of the standard ones. */
    public static final class Policy implements ExpiryPolicy {
        @Override
        public Duration getExpiryForCreation() {
            return Duration.ONE_HOUR;
        }

        @Override
        public Duration getExpiryForAccess() {
            return Duration.ONE_HOUR;
        }

        @Override
        public Duration getExpiryForUpdate() {
            return Duration.ONE_HOUR;
        }
    }

    /** Has everybody be a year older. */
    public static final class Birthday implements EntryProcessor<String, User, Integer> {
        @Override
        public Integer process(MutableEntry<String, User> entry, Object... arguments) {
            var user = entry.getValue();
            entry.setValue(new User(user.name(), user.age() + 1));
            return user.age() + 1;
        }
    }

    @Override
    public Runnable apply(Map<String, String> settings) {
        var provider = Caching.getCachingProvider();
        var loader = getClass().getClassLoader();
        var properties = new Properties();
        properties.setProperty("concord.client.endpoints", settings.getOrDefault("cluster", ""));
        properties.setProperty("concord.client.near-cache", "bounded");
        var manager = provider.getCacheManager(provider.getDefaultURI(), loader, properties);
        use(manager.createCache(CACHE, configuration()));
        use(manager.createCache("policy", configuration().setExpiryPolicyFactory(Policy::new)));
        return closing(settings.getOrDefault("closing", ""), provider, loader);
    }

    private static Runnable closing(String how, CachingProvider provider, ClassLoader loader) {
        return switch (how) {
            case "caches" ->
                () -> {
                    var manager = provider.getCacheManager();
                    manager.getCacheNames()
                            .forEach(name -> manager.getCache(name).close());
                    manager.close();
                };
            case "provider" -> provider::close;
            default -> () -> provider.close(loader);
        };
    }

    private static MutableConfiguration<String, User> configuration() {
        return new MutableConfiguration<String, User>()
                .setTypes(String.class, User.class)
                .setReadThrough(true)
                .setCacheLoaderFactory(FactoryBuilder.factoryOf(Loader.class))
                .setStatisticsEnabled(true)
                .setManagementEnabled(true)
                .addCacheEntryListenerConfiguration(listener(true))
                .addCacheEntryListenerConfiguration(listener(false));
    }

    private static MutableCacheEntryListenerConfiguration<String, User> listener(boolean isSynchronous) {
        return new MutableCacheEntryListenerConfiguration<>(
                FactoryBuilder.factoryOf(Listener.class), null, true, isSynchronous);
    }

    private static void use(Cache<String, User> cache) {
        cache.put("alice", new User("alice", 41));
        require(Listener.HEARD.contains("alice"), "a listener has heard of alice");
        require(cache.invoke("alice", new Birthday()) == 42, "alice is 42");
        require(cache.get("alice").age() == 42, "alice is 42 in memory");
        require(cache.get("bob").age() == 0, "bob is loaded");
        var loaded = new CompletionListenerFuture();
        cache.loadAll(Set.of("loaded"), true, loaded);
        @SuppressWarnings("unchecked")
        ConcordCache<String, User> asynchronous = cache.unwrap(ConcordCache.class);
        var user = asynchronous
                .putAsync("carol", new User("carol", 7))
                .thenCompose(done -> asynchronous.getAsync("carol"))
                .toCompletableFuture()
                .join();
        require(user.age() == 7, "carol is 7");
        try {
            loaded.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e);
        }
        require(cache.containsKey("loaded"), "what was loaded is there");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("it is not so that " + what);
        }
    }
}
