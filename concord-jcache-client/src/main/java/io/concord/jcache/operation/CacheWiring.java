package io.concord.jcache.operation;

import io.concord.jcache.management.CacheStatistics;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * What the operations of one cache work with.
 *
 * @param lanes in which changes by processors and through the writer follow one another
 * @param delivered completes once the synchronous listeners have been told everything up to a revision
 * @param patience how long an operation may be repeated because others are faster
 */
public record CacheWiring<K, V>(
        EntryStore<K, V> store,
        ExpiryRules expiry,
        ReadThrough<K, V> loader,
        WriteThrough<K, V> writer,
        KeyLanes lanes,
        CacheStatistics statistics,
        LongFunction<CompletionStage<Void>> delivered,
        Duration patience) {}
