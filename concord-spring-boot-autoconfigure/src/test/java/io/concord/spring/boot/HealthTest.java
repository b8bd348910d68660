package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.spring.ConcordCacheManager;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HealthTest {
    /** Nobody listens at port 1. */
    private static final ApplicationContextRunner NOBODY =
            Applications.withCaching().withPropertyValues("concord.client.endpoints=concord+http://127.0.0.1:1/");

    @Test
    void a_cluster_out_of_reach_is_down_with_the_reason() {
        NOBODY.withPropertyValues("concord.client.timeout-millis=200").run(context -> {
            var health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(error(health)).contains("127.0.0.1:1");
        });
    }

    @Test
    void a_check_waits_no_longer_than_its_timeout() {
        NOBODY.withPropertyValues("concord.client.timeout-millis=60000", "concord.health.timeout=10ms")
                .run(context -> {
                    var health = health(context);

                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(error(health)).isEqualTo("no answer within 10 ms");
                });
    }

    @Test
    void a_check_waits_two_seconds_if_nothing_else_is_said() {
        NOBODY.run(context -> assertThat(
                        context.getBean(ConcordHealthProperties.class).timeout())
                .isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void a_timeout_that_is_no_time_ends_the_start() {
        NOBODY.withPropertyValues("concord.health.timeout=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("concord.health.timeout"));
    }

    @Test
    void a_cache_manager_that_the_application_has_made_is_watched_too() {
        Applications.withoutCaching()
                .withBean(
                        ConcordCacheManager.class,
                        () -> ConcordCacheManager.builder().build())
                .run(context -> assertThat(context).hasBean("concordHealthContributor"));
    }

    @Test
    void boots_way_to_jcache_is_watched_too() {
        NOBODY.withPropertyValues("spring.cache.type=jcache", "concord.client.timeout-millis=200")
                .run(context -> assertThat(error(health(context))).contains("127.0.0.1:1"));
    }

    @Test
    void a_manager_of_another_jcache_provider_is_not_asked() {
        NOBODY.withPropertyValues("spring.cache.type=jcache")
                .withBean("jcacheManager", CacheManager.class, HealthTest::ofAnotherProvider)
                .run(context -> assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN));
    }

    private static CacheManager ofAnotherProvider() {
        return (CacheManager) Proxy.newProxyInstance(
                HealthTest.class.getClassLoader(),
                new Class<?>[] {CacheManager.class},
                (proxy, method, arguments) -> method.getReturnType() == Iterable.class ? List.of() : null);
    }

    @Test
    void the_indicator_can_be_switched_off() {
        NOBODY.withPropertyValues("management.health.concord.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void all_indicators_can_be_switched_off() {
        NOBODY.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void there_is_none_without_a_cache_manager() {
        Applications.withoutCaching().run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void an_indicator_of_the_application_takes_its_place() {
        NOBODY.withBean(
                        "concordHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.up().build())
                .run(context -> assertThat(context)
                        .hasSingleBean(HealthIndicator.class)
                        .doesNotHaveBean(ConcordHealthIndicator.class));
    }

    @Test
    void applications_without_actuator_start() {
        NOBODY.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ConcordCacheManager.class)
                        .doesNotHaveBean("concordHealthContributor"));
    }

    private static Health health(AssertableApplicationContext context) {
        return Objects.requireNonNull(context.getBean("concordHealthContributor", HealthIndicator.class)
                .health());
    }

    private static String error(Health health) {
        return String.valueOf(health.getDetails().get("error"));
    }
}
