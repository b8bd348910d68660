package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expiry policies, in the time of the store. */
class ExpiryTest {
    private static final Duration MINUTE = new Duration(TimeUnit.MINUTES, 1);
    private static final long HALF = 30_000;
    private static final long MORE = 40_000;

    private final SharedStore shared = new SharedStore();

    @AfterEach
    void close() {
        shared.close();
    }

    private Cache<String, String> cache(Factory<? extends ExpiryPolicy> policy) {
        var cache = shared.manager()
                .createCache(
                        "users",
                        new MutableConfiguration<String, String>()
                                .setTypes(String.class, String.class)
                                .setExpiryPolicyFactory(policy));
        cache.put("alice", "admin");
        return cache;
    }

    @Test
    void created_counts_from_the_creation() {
        var cache = cache(CreatedExpiryPolicy.factoryOf(MINUTE));

        shared.pass(HALF);
        cache.put("alice", "reader");
        assertThat(cache.get("alice")).isEqualTo("reader");
        shared.pass(MORE);

        assertThat(cache.get("alice")).isNull();
    }

    @Test
    void modified_counts_from_the_last_write() {
        var cache = cache(ModifiedExpiryPolicy.factoryOf(MINUTE));

        shared.pass(HALF);
        cache.put("alice", "reader");
        shared.pass(MORE);
        assertThat(cache.get("alice")).isEqualTo("reader");
        shared.pass(HALF);

        assertThat(cache.get("alice")).isNull();
    }

    @Test
    void accessed_counts_from_the_last_read_and_not_from_a_write() {
        var cache = cache(AccessedExpiryPolicy.factoryOf(MINUTE));

        shared.pass(HALF);
        assertThat(cache.get("alice")).isEqualTo("admin");
        shared.pass(MORE);
        cache.put("alice", "reader");
        assertThat(cache.containsKey("alice")).isTrue();
        shared.pass(MORE);

        assertThat(cache.containsKey("alice")).isFalse();
    }

    @Test
    void touched_counts_from_either() {
        var cache = cache(TouchedExpiryPolicy.factoryOf(MINUTE));

        shared.pass(MORE);
        cache.put("alice", "reader");
        shared.pass(MORE);
        assertThat(cache.get("alice")).isEqualTo("reader");
        shared.pass(MORE);
        assertThat(cache.iterator().next().getValue()).isEqualTo("reader");
        shared.pass(MORE);
        assertThat(cache.containsKey("alice")).isTrue();
        shared.pass(MORE);

        assertThat(cache.containsKey("alice")).isFalse();
    }

    @Test
    void standard_policies_take_one_operation_for_a_put_and_one_for_a_get() {
        for (var policy : new ExpiryPolicy[] {
            new EternalExpiryPolicy(),
            new CreatedExpiryPolicy(MINUTE),
            new ModifiedExpiryPolicy(MINUTE),
            new AccessedExpiryPolicy(MINUTE),
            new TouchedExpiryPolicy(MINUTE)
        }) {
            var cache = cache(() -> policy);
            int before = shared.store().operations();

            cache.put("alice", "reader");
            cache.get("alice");
            cache.getAndPut("alice", "admin");
            cache.putIfAbsent("alice", "reader");
            cache.replace("alice", "reader");

            assertThat(shared.store().operations() - before).isEqualTo(5);
        }
    }

    @Test
    void a_policy_of_the_application_is_asked_what_it_is_for() {
        var cache = cache(() -> new ExpiryPolicy() {
            @Override
            public Duration getExpiryForCreation() {
                return Duration.ONE_DAY;
            }

            @Override
            public Duration getExpiryForAccess() {
                return MINUTE;
            }

            @Override
            public Duration getExpiryForUpdate() {
                return Duration.ONE_HOUR;
            }
        });

        shared.pass(Duration.ONE_HOUR.getAdjustedTime(0) + 1);
        cache.put("alice", "reader");
        shared.pass(MINUTE.getAdjustedTime(0) + 1);
        assertThat(cache.get("alice")).isEqualTo("reader");
        shared.pass(MINUTE.getAdjustedTime(0) + 1);

        assertThat(cache.get("alice")).isNull();
    }

    @Test
    void a_policy_that_throws_leaves_a_new_entry_for_ever_and_others_as_they_are() {
        var cache = cache(() -> new ExpiryPolicy() {
            @Override
            public Duration getExpiryForCreation() {
                throw new IllegalStateException("creation");
            }

            @Override
            public Duration getExpiryForAccess() {
                throw new IllegalStateException("access");
            }

            @Override
            public Duration getExpiryForUpdate() {
                throw new IllegalStateException("update");
            }
        });

        cache.put("alice", "reader");
        shared.pass(Duration.ONE_DAY.getAdjustedTime(0) * 400);

        assertThat(cache.get("alice")).isEqualTo("reader");
    }
}
