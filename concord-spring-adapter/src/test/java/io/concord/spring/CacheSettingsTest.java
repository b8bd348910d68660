package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The settings of one Spring cache. */
class CacheSettingsTest {
    @Test
    void by_default_entries_stay_and_null_is_cached() {
        assertThat(CacheSettings.DEFAULTS.timeToLive()).isEmpty();
        assertThat(CacheSettings.DEFAULTS.allowNullValues()).isTrue();
    }

    @Test
    void each_change_leaves_the_rest_as_it_was() {
        var settings = CacheSettings.DEFAULTS
                .withTimeToLive(Duration.ofMinutes(5))
                .withKeyPrefix("shop:")
                .withoutNullValues();

        assertThat(settings.timeToLive()).contains(Duration.ofMinutes(5));
        assertThat(settings.keyPrefix()).isEqualTo("shop:");
        assertThat(settings.allowNullValues()).isFalse();
    }

    @Test
    void a_time_to_live_of_nothing_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheSettings.DEFAULTS.withTimeToLive(Duration.ZERO))
                .withMessageContaining("PT0S");
    }

    @Test
    void tags_that_no_entry_can_have_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheSettings.DEFAULTS.withTags("1", "2", "3", "4", "5", "6", "7", "8", "9"))
                .withMessageContaining("9 tags; the limit is 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheSettings.DEFAULTS.withTags("a".repeat(129)))
                .withMessageContaining("129 bytes; the limit is 128");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheSettings.DEFAULTS.withTags(""))
                .withMessageContaining("empty");
    }
}
