package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.spring.CacheSettings;
import io.concord.spring.ConcordCacheManager;
import io.concord.spring.ConcordSpringCache;
import io.concord.spring.Fallback;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.cache.configuration.CompleteConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

class CachePropertiesTest {
    private static final String BOOKS = "concord.cache.caches.books.";

    @Test
    void a_cache_without_properties_has_the_adapters_settings() {
        Applications.withCaching()
                .run(context -> assertThat(settings(context, "books")).isEqualTo(CacheSettings.DEFAULTS));
    }

    @Test
    void the_defaults_are_for_all_caches() {
        Applications.withCaching()
                .withPropertyValues(
                        "concord.cache.defaults.time-to-live=1h",
                        "concord.cache.defaults.key-prefix=shop",
                        "concord.cache.defaults.tags=eu,books",
                        "concord.cache.defaults.on-incompatible-value=miss",
                        "concord.cache.defaults.on-unavailable=miss")
                .run(context -> assertThat(settings(context, "books"))
                        .isEqualTo(new CacheSettings(
                                Optional.of(Duration.ofHours(1)),
                                "shop",
                                true,
                                Fallback.MISS,
                                Fallback.MISS,
                                true,
                                Set.of("eu", "books"))));
    }

    @Test
    void a_cache_has_its_time_to_live() {
        Applications.withCaching()
                .withPropertyValues("concord.cache.defaults.time-to-live=1h", BOOKS + "time-to-live=5m")
                .run(context -> {
                    assertThat(settings(context, "books").timeToLive()).contains(Duration.ofMinutes(5));
                    assertThat(settings(context, "users").timeToLive()).contains(Duration.ofHours(1));
                });
    }

    @Test
    void a_cache_has_its_key_prefix() {
        Applications.withCaching()
                .withPropertyValues("concord.cache.defaults.key-prefix=shop", BOOKS + "key-prefix=library")
                .run(context -> {
                    assertThat(settings(context, "books").keyPrefix()).isEqualTo("library");
                    assertThat(settings(context, "users").keyPrefix()).isEqualTo("shop");
                });
    }

    @Test
    void a_cache_has_its_tags() {
        Applications.withCaching()
                .withPropertyValues("concord.cache.defaults.tags=eu", BOOKS + "tags=us")
                .run(context -> {
                    assertThat(settings(context, "books").tags()).containsExactly("us");
                    assertThat(settings(context, "users").tags()).containsExactly("eu");
                });
    }

    @Test
    void a_cache_says_what_an_incompatible_value_is() {
        Applications.withCaching()
                .withPropertyValues(BOOKS + "on-incompatible-value=miss")
                .run(context -> {
                    assertThat(settings(context, "books").onIncompatibleValue()).isEqualTo(Fallback.MISS);
                    assertThat(settings(context, "users").onIncompatibleValue()).isEqualTo(Fallback.FAIL);
                });
    }

    @Test
    void a_cache_says_what_an_outage_is() {
        Applications.withCaching()
                .withPropertyValues("concord.cache.defaults.on-unavailable=miss", BOOKS + "on-unavailable=fail")
                .run(context -> {
                    assertThat(settings(context, "books").onUnavailable()).isEqualTo(Fallback.FAIL);
                    assertThat(settings(context, "users").onUnavailable()).isEqualTo(Fallback.MISS);
                });
    }

    @Test
    void what_a_cache_does_not_say_is_as_in_the_defaults() {
        Applications.withCaching()
                .withPropertyValues("concord.cache.defaults.time-to-live=1h", BOOKS + "key-prefix=library")
                .run(context ->
                        assertThat(settings(context, "books").timeToLive()).contains(Duration.ofHours(1)));
    }

    @Test
    void caches_with_settings_are_there_from_the_start() {
        Applications.withCaching()
                .withPropertyValues("concord.cache.caches.[my.books].time-to-live=1h")
                .run(context -> assertThat(manager(context).getCacheNames()).containsExactly("my.books"));
    }

    @Test
    void with_cache_names_there_are_no_others() {
        Applications.withCaching()
                .withPropertyValues("spring.cache.cache-names=books,users")
                .run(context -> {
                    assertThat(manager(context).getCacheNames()).containsExactlyInAnyOrder("books", "users");
                    assertThat(manager(context).getCache("orders")).isNull();
                });
    }

    @Test
    void creating_on_missing_holds_beside_cache_names_if_asked_for() {
        Applications.withCaching()
                .withPropertyValues("spring.cache.cache-names=books", "concord.cache.create-on-missing=true")
                .run(context -> assertThat(manager(context).getCache("orders")).isNotNull());
    }

    @Test
    void creating_on_missing_can_be_switched_off() {
        Applications.withCaching()
                .withPropertyValues("concord.cache.create-on-missing=false")
                .run(context -> assertThat(manager(context).getCache("orders")).isNull());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void caches_are_transaction_aware_as_asked_for(boolean aware) {
        Applications.withCaching()
                .withPropertyValues("concord.cache.transaction-aware=" + aware)
                .run(context ->
                        assertThat(manager(context).isTransactionAware()).isEqualTo(aware));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("unchecked")
    void statistics_are_counted_as_asked_for(boolean counted) {
        Applications.withCaching()
                .withPropertyValues("concord.cache.enable-statistics=" + counted)
                .run(context -> assertThat(cache(context, "books")
                                .getNativeCache()
                                .getConfiguration(CompleteConfiguration.class)
                                .isStatisticsEnabled())
                        .isEqualTo(counted));
    }

    @ParameterizedTest
    @CsvSource({
        "concord.cache.defaults.time-to-live, 0s, a millisecond or more",
        "concord.cache.caches.books.time-to-live, -1s, a millisecond or more",
        "concord.cache.defaults.tags, 'a,b,c,d,e,f,g,h,i', 9 tags; the limit is 8",
    })
    void an_impossible_value_ends_the_start_and_names_the_property(String property, String value, String rule) {
        Applications.withCaching()
                .withPropertyValues(property + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining(property)
                        .hasMessageContaining(rule));
    }

    @Test
    void a_tag_that_is_too_long_ends_the_start_and_is_named() {
        var tag = "a".repeat(129);

        Applications.withCaching()
                .withPropertyValues(BOOKS + "tags=" + tag)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(BOOKS + "tags")
                        .hasMessageContaining(tag)
                        .hasMessageContaining("129 bytes; the limit is 128"));
    }

    private static CacheSettings settings(AssertableApplicationContext context, String name) {
        return cache(context, name).getSettings();
    }

    private static ConcordSpringCache cache(AssertableApplicationContext context, String name) {
        var cache = manager(context).getConcordCache(name);
        assertThat(cache).isNotNull();
        return Objects.requireNonNull(cache);
    }

    private static ConcordCacheManager manager(AssertableApplicationContext context) {
        return context.getBean(ConcordCacheManager.class);
    }
}
