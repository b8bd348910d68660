package io.concord.spring.boot;

import io.concord.spring.CacheSettings;
import io.concord.spring.Fallback;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of one cache, or of all; what is not set is as in the defaults.
 *
 * @param timeToLive How long an entry lives after it was last written. By default, for ever.
 * @param keyPrefix Stands before every key, so that applications can share a cache.
 * @param tags Tags that every entry has, at most 8.
 * @param onIncompatibleValue What an entry is that this version of the application cannot read. By default, a failure.
 * @param onUnavailable What happens while the cluster does not answer. By default, a failure.
 */
public record CacheEntryProperties(
        @Nullable Duration timeToLive,
        @Nullable String keyPrefix,
        @Nullable Set<String> tags,
        @Nullable Fallback onIncompatibleValue,
        @Nullable Fallback onUnavailable) {
    /**
     * These settings, and the defaults where they say nothing.
     *
     * @param property where they stand, for the message
     * @throws InvalidConfigurationPropertyValueException if a value is not possible
     */
    CacheSettings over(CacheSettings defaults, String property) {
        var settings = changed(defaults, property + ".time-to-live", timeToLive, CacheSettings::withTimeToLive);
        settings = changed(settings, property + ".key-prefix", keyPrefix, CacheSettings::withKeyPrefix);
        settings = changed(
                settings, property + ".tags", tags, (before, own) -> before.withTags(own.toArray(String[]::new)));
        settings = changed(
                settings,
                property + ".on-incompatible-value",
                onIncompatibleValue,
                CacheSettings::withOnIncompatibleValue);
        return changed(settings, property + ".on-unavailable", onUnavailable, CacheSettings::withOnUnavailable);
    }

    /** What the settings refuse is told with the property that says it. */
    private static <T> CacheSettings changed(
            CacheSettings before,
            String property,
            @Nullable T value,
            BiFunction<CacheSettings, T, CacheSettings> change) {
        if (value == null) {
            return before;
        }
        try {
            return change.apply(before, value);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(property, value, String.valueOf(e.getMessage()));
        }
    }
}
