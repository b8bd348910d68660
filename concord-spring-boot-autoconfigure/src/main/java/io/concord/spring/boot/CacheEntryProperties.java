package io.concord.spring.boot;

import io.concord.spring.CacheSettings;
import io.concord.spring.Fallback;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
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
    private static final int TAGS_MAX = 8;
    private static final int TAG_BYTES_MAX = 128;

    /**
     * These settings, and the defaults where they say nothing.
     *
     * @param property where they stand, for the message
     * @throws InvalidConfigurationPropertyValueException if a value is not possible
     */
    CacheSettings over(CacheSettings defaults, String property) {
        validate(property);
        return new CacheSettings(
                timeToLive == null ? defaults.timeToLive() : Optional.of(timeToLive),
                keyPrefix == null ? defaults.keyPrefix() : keyPrefix,
                defaults.allowNullValues(),
                onIncompatibleValue == null ? defaults.onIncompatibleValue() : onIncompatibleValue,
                onUnavailable == null ? defaults.onUnavailable() : onUnavailable,
                defaults.awaitWrites(),
                tags == null ? defaults.tags() : tags);
    }

    private void validate(String property) {
        if (timeToLive != null && timeToLive.toMillis() <= 0) {
            throw new InvalidConfigurationPropertyValueException(
                    property + ".time-to-live",
                    timeToLive,
                    "it must be a millisecond or more, or not set for entries that stay");
        }
        if (tags != null) {
            validateTags(property + ".tags", tags);
        }
    }

    private static void validateTags(String property, Set<String> tags) {
        if (tags.size() > TAGS_MAX) {
            throw new InvalidConfigurationPropertyValueException(
                    property, tags, "it has " + tags.size() + " tags; an entry has at most " + TAGS_MAX);
        }
        for (var tag : tags) {
            var length = tag.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > TAG_BYTES_MAX) {
                throw new InvalidConfigurationPropertyValueException(
                        property, tag, "the tag has " + length + " bytes of UTF-8; it must have 1 to " + TAG_BYTES_MAX);
            }
        }
    }
}
