package io.concord.jcache;

import io.concord.jcache.operation.CacheWiring;
import io.concord.jcache.processor.Invocations;
import java.util.concurrent.Executor;

/**
 * What makes up an open cache.
 *
 * @param steps where the steps of asynchronous operations run
 */
record OpenCache<K, V>(
        String name,
        LiveConfiguration<K, V> configuration,
        CacheWiring<K, V> wiring,
        Arguments<K, V> arguments,
        Invocations invocations,
        AheadLoader<K, V> loader,
        Listeners<K, V> listeners,
        CacheBeans beans,
        CacheLifetime lifetime,
        Executor steps) {}
