package io.concord.it;

import io.concord.jcache.api.UnavailableException;
import java.net.URI;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/**
 * An application of a few lines, which {@link ClientJarIT} runs from this source with the client's jar and the cache API on its class
 * path. It uses nothing else of the tests. Its arguments are the URI of a cluster that is silent and that of one that is not there.
 */
final class JarApplication {
    private JarApplication() {}

    public static void main(String[] arguments) {
        try (var provider = Caching.getCachingProvider()) {
            say("provider", provider.getClass().getName());
            var silent = provider.getCacheManager(URI.create(arguments[0]), null, timeout("60000"));
            say("opened", cache(silent).getName());
            var absent = provider.getCacheManager(URI.create(arguments[1]), null, timeout("1000"));
            say("failed", failure(cache(absent)));
        }
    }

    private static Properties timeout(String millis) {
        var properties = new Properties();
        properties.setProperty("concord.client.timeout-millis", millis);
        return properties;
    }

    private static Cache<String, String> cache(CacheManager manager) {
        return manager.createCache(
                "users", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private static String failure(Cache<String, String> cache) {
        try {
            return "not: " + cache.get("alice");
        } catch (UnavailableException e) {
            return String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private static void say(String what, String value) {
        System.out.println(what + " " + value);
    }
}
