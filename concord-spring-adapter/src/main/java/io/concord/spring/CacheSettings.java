package io.concord.spring;

import io.concord.jcache.api.ConcordCaches;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How one Spring cache behaves; immutable, changed by copies.
 *
 * @param timeToLive how long an entry lives after it was last written, to the millisecond; empty for ever
 * @param keyPrefix stands before every key, so that applications can share a cache: a key is stored as the list of the prefix
 *     and the key. Empty for keys as they are
 * @param allowNullValues whether a method's null result is cached like any other
 * @param onIncompatibleValue what an entry is that this version of the application cannot read; with {@link Fallback#MISS} it
 *     counts as none and is replaced
 * @param onUnavailable what happens while the cluster does not answer. With {@link Fallback#MISS} a read finds nothing and a
 *     write, even an eviction, may be lost: give such entries a time to live
 * @param awaitWrites whether put, evict and clear return when the cluster has done so. Otherwise they only begin, in their
 *     order for each key, never block a thread, and what fails is logged
 * @param tags that every entry of this cache has, besides those that a {@link TagResolver} gives it; at most 8 in all, each of
 *     1 to 128 bytes of UTF-8
 */
public record CacheSettings(
        Optional<Duration> timeToLive,
        String keyPrefix,
        boolean allowNullValues,
        Fallback onIncompatibleValue,
        Fallback onUnavailable,
        boolean awaitWrites,
        Set<String> tags) {
    /** Entries live for ever, keys stand as they are, null is cached, failures are thrown, writes waited for; no tags. */
    public static final CacheSettings DEFAULTS =
            new CacheSettings(Optional.empty(), "", true, Fallback.FAIL, Fallback.FAIL, true, Set.of());

    public CacheSettings {
        timeToLive.ifPresent(CacheSettings::requirePositive);
        tags = Set.copyOf(tags);
        ConcordCaches.requireTags(tags);
    }

    public CacheSettings withTimeToLive(Duration duration) {
        return new CacheSettings(
                Optional.of(duration),
                keyPrefix,
                allowNullValues,
                onIncompatibleValue,
                onUnavailable,
                awaitWrites,
                tags);
    }

    public CacheSettings withKeyPrefix(String prefix) {
        return new CacheSettings(
                timeToLive, prefix, allowNullValues, onIncompatibleValue, onUnavailable, awaitWrites, tags);
    }

    public CacheSettings withoutNullValues() {
        return new CacheSettings(timeToLive, keyPrefix, false, onIncompatibleValue, onUnavailable, awaitWrites, tags);
    }

    public CacheSettings withOnIncompatibleValue(Fallback fallback) {
        return new CacheSettings(timeToLive, keyPrefix, allowNullValues, fallback, onUnavailable, awaitWrites, tags);
    }

    public CacheSettings withOnUnavailable(Fallback fallback) {
        return new CacheSettings(
                timeToLive, keyPrefix, allowNullValues, onIncompatibleValue, fallback, awaitWrites, tags);
    }

    /** For applications whose threads must not block, such as reactive ones. */
    public CacheSettings withoutAwaitingWrites() {
        return new CacheSettings(
                timeToLive, keyPrefix, allowNullValues, onIncompatibleValue, onUnavailable, false, tags);
    }

    /** Instead of the tags so far. */
    public CacheSettings withTags(String... fixed) {
        return new CacheSettings(
                timeToLive, keyPrefix, allowNullValues, onIncompatibleValue, onUnavailable, awaitWrites, Set.of(fixed));
    }

    private static void requirePositive(Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new IllegalArgumentException("time to live is " + duration
                    + "; it must be a millisecond or more, or not set for entries that stay");
        }
    }
}
