package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.concord.jcache.api.ConcordCache;
import io.concord.jcache.api.ConcordCaches;
import io.concord.jcache.settings.NearSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.CacheManager;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries of several caches that go by a tag that they have in common. */
class TagsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SharedStore shared = new SharedStore();
    private final CacheManager manager = shared.manager();
    private final ConcordCache<String, String> products = cache(manager, "products");
    private final ConcordCache<String, String> prices = cache(manager, "prices");

    @AfterEach
    void close() {
        shared.close();
    }

    private static MutableConfiguration<String, String> strings() {
        return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
    }

    private static ConcordCache<String, String> cache(CacheManager manager, String name) {
        return cache(manager, name, strings());
    }

    @SuppressWarnings("unchecked")
    private static ConcordCache<String, String> cache(
            CacheManager manager, String name, MutableConfiguration<String, String> configuration) {
        return manager.createCache(name, configuration).unwrap(ConcordCache.class);
    }

    private static ConcordCaches caches(CacheManager manager) {
        return manager.unwrap(ConcordCaches.class);
    }

    private static <T> T got(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void entries_of_all_caches_go_by_their_tag_and_no_others() {
        products.putTagged("7", "lamp", Set.of("shop", "product:7"));
        products.putTagged("8", "chair", Set.of("shop"));
        products.putTagged("9", "desk", Set.of("shop:other"));
        products.put("10", "bed");
        prices.putTagged("7", "9.99", Set.of("product:7", "shop"));

        assertThat(caches(manager).evictTag("product:7")).isEqualTo(2);
        assertThat(products.get("7")).isNull();
        assertThat(prices.get("7")).isNull();
        assertThat(caches(manager).evictTag("product:7")).isZero();
        assertThat(caches(manager).evictTag("shop")).isEqualTo(1);
        assertThat(products.get("9")).isEqualTo("desk");
        assertThat(products.get("10")).isEqualTo("bed");
    }

    @Test
    void an_entry_has_the_tags_of_its_last_write_whatever_wrote_it() {
        products.putTagged("7", "lamp", Set.of("old"));
        products.putTagged("7", "lamp", Set.of("new"));
        products.putTagged("8", "chair", Set.of("new"));
        products.put("8", "chair");
        products.putTagged("9", "desk", Set.of("new"));
        products.replace("9", "table");
        products.putTagged("10", "bed", Set.of("new"));
        products.invoke("10", (entry, arguments) -> {
            entry.setValue("sofa");
            return "";
        });

        assertThat(caches(manager).evictTag("old")).isZero();
        assertThat(caches(manager).evictTag("new")).isEqualTo(1);
        assertThat(products.get("7")).isNull();
    }

    @Test
    void an_absent_entry_alone_gets_value_and_tags() {
        assertThat(products.putIfAbsentTagged("7", "lamp", Set.of("shop"))).isTrue();
        assertThat(products.putIfAbsentTagged("7", "torch", Set.of("other"))).isFalse();

        assertThat(caches(manager).evictTag("other")).isZero();
        assertThat(products.get("7")).isEqualTo("lamp");
        assertThat(caches(manager).evictTag("shop")).isEqualTo(1);
    }

    @Test
    void asynchronous_twins_come_to_the_same() throws Exception {
        got(products.putTaggedAsync("7", "lamp", Set.of("shop")));
        assertThat(got(products.putIfAbsentTaggedAsync("8", "chair", Set.of("shop"))))
                .isTrue();

        assertThat(got(caches(manager).evictTagAsync("shop"))).isEqualTo(2);
        assertThat(products.get("7")).isNull();
    }

    /** A policy of the application's has each write decided by the client. */
    @Test
    void a_policy_of_ones_own_takes_no_tags_away() {
        var rooms = cache(manager, "rooms", strings().setExpiryPolicyFactory(OwnPolicy::new));
        rooms.putTagged("1", "red", Set.of("hotel"));
        rooms.putIfAbsentTagged("2", "blue", Set.of("hotel"));

        assertThat(caches(manager).evictTag("hotel")).isEqualTo(2);
    }

    private static final class OwnPolicy implements ExpiryPolicy {
        @Override
        public javax.cache.expiry.Duration getExpiryForCreation() {
            return javax.cache.expiry.Duration.ONE_HOUR;
        }

        @Override
        public javax.cache.expiry.Duration getExpiryForAccess() {
            return javax.cache.expiry.Duration.ONE_HOUR;
        }

        @Override
        public javax.cache.expiry.Duration getExpiryForUpdate() {
            return javax.cache.expiry.Duration.ONE_HOUR;
        }
    }

    @Test
    void reading_an_entry_keeps_its_tags_also_where_that_lets_it_live_longer() {
        var policy = AccessedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.MINUTES, 1));
        var rooms = cache(manager, "rooms", strings().setExpiryPolicyFactory(policy));
        rooms.putTagged("1", "red", Set.of("hotel"));
        shared.pass(40_000);
        rooms.get("1");
        shared.pass(40_000);

        assertThat(caches(manager).evictTag("hotel")).isEqualTo(1);
        assertThat(rooms.get("1")).isNull();
    }

    @Test
    void too_many_and_too_long_tags_are_refused_and_nothing_is_stored() {
        var many = Set.copyOf(IntStream.range(0, 9).mapToObj(Integer::toString).toList());

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> products.putTagged("7", "lamp", many))
                .withMessage("entry has 9 tags; the limit is 8");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> products.putTaggedAsync("7", "lamp", Set.of("x".repeat(129))));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> caches(manager).evictTag(""));
        assertThat(products.containsKey("7")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void what_this_jvm_evicts_it_reads_no_more(NearSettings.Mode mode) {
        var ours = shared.manager(new NearSettings(mode, Duration.ofMinutes(1), 100, 1_000_000));
        var near = cache(ours, "products");
        for (var i = 0; i < 50; i++) {
            near.put("7", "lamp");
            near.get("7");
            // Another JVM gives it the tag, of which a near cache may not have heard when it is evicted.
            products.putTagged("7", "lamp", Set.of("shop"));

            assertThat(caches(ours).evictTag("shop")).isEqualTo(1);
            assertThat(near.get("7")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_another_jvm_evicts_is_gone_soon(NearSettings.Mode mode) {
        var near = cache(shared.manager(new NearSettings(mode, Duration.ofMinutes(1), 100, 1_000_000)), "products");
        products.putTagged("7", "lamp", Set.of("shop"));
        assertThat(near.get("7")).isEqualTo("lamp");

        caches(manager).evictTag("shop");

        await().atMost(PATIENCE).until(() -> near.get("7") == null);
    }

    @Test
    void listeners_of_every_jvm_hear_of_removals() {
        List<String> heard = new CopyOnWriteArrayList<>();
        CacheEntryRemovedListener<String, String> listener =
                events -> events.forEach(event -> heard.add(event.getKey() + " " + event.getOldValue()));
        cache(shared.manager(), "products")
                .registerCacheEntryListener(new MutableCacheEntryListenerConfiguration<>(
                        new FactoryBuilder.SingletonFactory<>(listener), null, true, true));
        products.putTagged("7", "lamp", Set.of("shop"));
        products.putTagged("8", "chair", Set.of("shop"));

        caches(manager).evictTag("shop");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("7 lamp", "8 chair"));
    }
}
