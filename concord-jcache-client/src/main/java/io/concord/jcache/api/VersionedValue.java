package io.concord.jcache.api;

/**
 * A value with its place in the history of its key.
 *
 * @param value as the cache had it
 * @param version how often the entry was written since it was created, from 1
 * @param revision of the whole store that wrote it last; what {@link ConcordCache#compareAndSet} expects
 */
public record VersionedValue<V>(V value, long version, long revision) {}
