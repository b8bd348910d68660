package io.concord.it;

import io.concord.jcache.ConcordCachingProvider;
import io.concord.jcache.api.ConcordCache;
import java.io.Serializable;
import java.net.URI;
import java.util.Properties;
import java.util.function.UnaryOperator;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/**
 * An application that {@link ClientBundleIT} installs as a bundle of this class alone. It gets the provider by its name, keeps a value
 * of its own class in the cluster of the address that it is given, and says what it read.
 */
public final class BundledApplication implements UnaryOperator<String> {
    /** A class that the client's own loader does not know. */
    public static final class User implements Serializable {
        private static final long serialVersionUID = 1;

        private final String name;

        User(String name) {
            this.name = name;
        }
    }

    @Override
    public String apply(String cluster) {
        var loader = BundledApplication.class.getClassLoader();
        try (var provider = Caching.getCachingProvider(ConcordCachingProvider.class.getName(), loader);
                var manager = provider.getCacheManager(URI.create(cluster), loader, new Properties())) {
            var cache = manager.createCache(
                    "users", new MutableConfiguration<String, User>().setTypes(String.class, User.class));
            cache.put("alice", new User("Alice"));
            @SuppressWarnings("unchecked")
            ConcordCache<String, User> versioned = cache.unwrap(ConcordCache.class);
            var isVersioned = versioned.getVersioned("alice").isPresent();
            return cache.get("alice").name + (isVersioned ? " has a version" : " has none");
        }
    }
}
