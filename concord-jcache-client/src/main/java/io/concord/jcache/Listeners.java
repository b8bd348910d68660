package io.concord.jcache;

import java.util.concurrent.CompletionStage;
import javax.cache.configuration.CacheEntryListenerConfiguration;

/** The listeners of one cache. */
interface Listeners<K, V> extends AutoCloseable {
    void register(CacheEntryListenerConfiguration<K, V> configuration);

    void deregister(CacheEntryListenerConfiguration<K, V> configuration);

    /** Completes once the synchronous listeners have been told everything up to a revision. */
    CompletionStage<Void> delivered(long revision);

    @Override
    void close();
}
