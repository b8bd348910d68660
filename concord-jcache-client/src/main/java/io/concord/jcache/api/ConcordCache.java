package io.concord.jcache.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;

/**
 * What a Concord cache offers beyond JSR-107: {@code cache.unwrap(ConcordCache.class)}.
 *
 * <p>The stages of the asynchronous operations complete as the synchronous ones return, null for a missing value, or fail with
 * the exception that those throw. Keys and values are encoded before the operation returns its stage. An operation of which
 * nothing is known at its deadline fails with {@link IndeterminateException}. What depends on a stage should not block: it
 * runs on a thread of the cache's.
 *
 * <p>{@code cache.unwrap(CacheStatisticsMXBean.class)} has the statistics without an MBean server; they stay zero where they are
 * not switched on.
 *
 * <p>A writer ({@code setWriteThrough}) is called within the operation and before the cluster is changed; where it throws, nothing
 * is changed. Where the cluster does not serve after that, the writer has what the cache has not.
 *
 * <ul>
 *   <li>In one JVM, the operations that change a key through the writer follow one another, bulk ones too, so that the writer hears
 *       of the changes of a key in their order and once each. What a writer or an entry processor calls itself waits for nobody.
 *   <li>Between JVMs nothing is locked. Two that change a key at the same time may call their writers in another order than the
 *       cluster has their changes in.
 *   <li>What depends on the entry (<em>putIfAbsent</em>, <em>replace</em>, {@code remove(key, value)}, {@code compareAndSet},
 *       {@code invoke}) reads, calls the writer, and stores if nothing has changed. If something has, through another JVM, by expiry or by a load, it does so again: the writer is called
 *       again, or has been called for what is not stored because the condition is false now.
 * </ul>
 *
 * So let a writer store what it is told as the newest, however often; where several JVMs write the same keys and that is not enough, let it
 * compare something of the value, such as a version.
 */
public interface ConcordCache<K, V> extends Cache<K, V> {
    /** The revision of a key that has no entry. */
    long ABSENT = 0;

    /** The value with its version and revision, if there is one; never from the loader. Counts as {@link #get}. */
    Optional<VersionedValue<V>> getVersioned(K key);

    /**
     * Stores a value if the entry still has the revision, however often it was changed back and forth.
     *
     * @param expectedRevision from {@link VersionedValue#revision}, or {@link #ABSENT} to create the entry
     * @return whether it was stored
     */
    boolean compareAndSet(K key, long expectedRevision, V newValue);

    /**
     * As {@link #put}, and the entry has these tags: those of an entry are all that its last write gave it. Any other
     * write leaves it without tags; what only changes its lifetime keeps them. {@link ConcordCaches#evictTag} removes by them.
     *
     * @param tags at most 8, each of 1 to 128 bytes of UTF-8; none is a put without tags
     * @throws IllegalArgumentException if there are more of them, or one is empty or too long
     */
    void putTagged(K key, V value, Set<String> tags);

    /**
     * As {@link #putIfAbsent}, and as {@link #putTagged} where it stores the value.
     *
     * @return whether it was stored
     */
    boolean putIfAbsentTagged(K key, V value, Set<String> tags);

    CompletionStage<Optional<VersionedValue<V>>> getVersionedAsync(K key);

    CompletionStage<Boolean> compareAndSetAsync(K key, long expectedRevision, V newValue);

    CompletionStage<V> getAsync(K key);

    CompletionStage<Map<K, V>> getAllAsync(Set<? extends K> keys);

    CompletionStage<Boolean> containsKeyAsync(K key);

    CompletionStage<Void> putAsync(K key, V value);

    CompletionStage<Void> putTaggedAsync(K key, V value, Set<String> tags);

    CompletionStage<Void> putAllAsync(Map<? extends K, ? extends V> entries);

    CompletionStage<V> getAndPutAsync(K key, V value);

    CompletionStage<Boolean> putIfAbsentAsync(K key, V value);

    CompletionStage<Boolean> putIfAbsentTaggedAsync(K key, V value, Set<String> tags);

    CompletionStage<Boolean> replaceAsync(K key, V value);

    CompletionStage<Boolean> replaceAsync(K key, V oldValue, V newValue);

    CompletionStage<V> getAndReplaceAsync(K key, V value);

    CompletionStage<Boolean> removeAsync(K key);

    CompletionStage<Boolean> removeAsync(K key, V oldValue);

    CompletionStage<V> getAndRemoveAsync(K key);

    CompletionStage<Void> removeAllAsync(Set<? extends K> keys);

    /** As {@link #removeAll()}, in one operation; completes with how many entries there were. */
    CompletionStage<Long> removeAllAsync();

    /**
     * Removes, in one operation, the entries whose keys are lists that begin with these elements and have at least one more, so
     * that several users can share a cache: {@code List.of("shop", "alice")} is a key of {@code List.of("shop")}. Listeners and
     * a writer are told as by {@link #removeAll()}.
     *
     * @return completes with how many entries there were
     */
    CompletionStage<Long> removeAllBeginningAsync(List<?> elements);

    /** As {@link #invoke}: the processor may run more than once. */
    <T> CompletionStage<T> invokeAsync(K key, EntryProcessor<K, V, T> processor, Object... arguments);
}
