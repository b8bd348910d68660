package io.concord.spring;

import java.time.Duration;
import java.util.Optional;

/**
 * How one Spring cache behaves; immutable, changed by copies.
 *
 * @param timeToLive how long an entry lives after it was written; empty for ever
 * @param keyPrefix stands before every key, so that applications can share a namespace; may be empty
 * @param allowNullValues whether a method's null result is cached like any other
 */
public record CacheSettings(Optional<Duration> timeToLive, String keyPrefix, boolean allowNullValues) {
    /** Entries live for ever, keys stand as they are, null is cached: what Spring's own caches do. */
    public static final CacheSettings DEFAULTS = new CacheSettings(Optional.empty(), "", true);

    public CacheSettings {
        timeToLive.ifPresent(CacheSettings::requirePositive);
    }

    public CacheSettings withTimeToLive(Duration duration) {
        return new CacheSettings(Optional.of(duration), keyPrefix, allowNullValues);
    }

    public CacheSettings withKeyPrefix(String prefix) {
        return new CacheSettings(timeToLive, prefix, allowNullValues);
    }

    public CacheSettings withoutNullValues() {
        return new CacheSettings(timeToLive, keyPrefix, false);
    }

    private static void requirePositive(Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(
                    "time to live is " + duration + "; it must be more than zero, or not set for entries that stay");
        }
    }
}
