package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Entries that carry tags, and go by them. Whoever keeps it says where the cluster is. */
public abstract class TagsContract {
    private static final String PRODUCTS = "tagged-products";
    private static final String PRICES = "tagged-prices";
    private static final String SHARED = "tagged-shared";

    private @Nullable ConcordCacheManager opened;

    protected abstract ConcordCacheManagerBuilder builder();

    protected final ConcordCacheManager manager() {
        return Objects.requireNonNull(opened);
    }

    protected final ConcordSpringCache cache(String name) {
        return cache(manager(), name);
    }

    protected static ConcordSpringCache cache(ConcordCacheManager manager, String name) {
        return Objects.requireNonNull(manager.getConcordCache(name), name);
    }

    @BeforeEach
    void open() {
        opened = builder()
                .withCache(PRICES, CacheSettings.DEFAULTS.withTags("prices"))
                .withCache(SHARED, CacheSettings.DEFAULTS.withKeyPrefix("shop"))
                .tagResolver((cache, key, value) -> key instanceof Integer ? Set.of("product:" + key) : Set.of())
                .build();
        cache(PRODUCTS).clear();
        cache(PRICES).clear();
        cache(SHARED).clear();
    }

    @AfterEach
    void destroy() {
        manager().destroy();
    }

    @Test
    void a_tag_takes_its_entries_out_of_all_caches() {
        cache(PRODUCTS).putTagged("lamp", "green", Set.of("shop"));
        cache(SHARED).putTagged("lamp", "blue", Set.of("shop"));
        cache(PRICES).putTagged("lamp", "9.99", Set.of("shop"));
        cache(PRICES).put("chair", "19.99");

        assertThat(manager().invalidateTag("shop")).isEqualTo(3);

        assertThat(cache(PRODUCTS).get("lamp")).isNull();
        assertThat(cache(SHARED).get("lamp")).isNull();
        assertThat(cache(PRICES).get("lamp")).isNull();
        assertThat(cache(PRICES).get("chair", String.class)).isEqualTo("19.99");
    }

    @Test
    void entries_have_the_tags_of_their_cache_of_the_resolver_and_their_own() {
        for (var tag : Set.of("prices", "product:7", "sale")) {
            cache(PRICES).putTagged(7, "9.99", Set.of("sale"));

            assertThat(manager().invalidateTag("other")).isZero();
            assertThat(manager().invalidateTag(tag)).as(tag).isEqualTo(1);
            assertThat(cache(PRICES).get(7)).isNull();
        }
    }

    @Test
    void every_way_to_store_an_entry_gives_it_tags() throws Exception {
        var prices = cache(PRICES);
        prices.put(1, "1.00");
        prices.putIfAbsent(2, "2.00");
        prices.get(3, () -> "3.00");
        prices.retrieve(4, () -> CompletableFuture.completedFuture("4.00")).get(30, TimeUnit.SECONDS);
        prices.put(5, null);

        for (var product = 1; product <= 5; product++) {
            assertThat(manager().invalidateTag("product:" + product))
                    .as("product %s", product)
                    .isEqualTo(1);
        }
    }

    @Test
    void what_is_written_anew_has_its_new_tags_alone() {
        cache(PRODUCTS).putTagged("lamp", "green", Set.of("old"));
        cache(PRODUCTS).putTagged("lamp", "blue", Set.of("new"));

        assertThat(manager().invalidateTag("old")).isZero();
        assertThat(manager().invalidateTag("new")).isEqualTo(1);
    }

    @Test
    void too_many_tags_and_too_long_ones_are_refused() {
        var nine = IntStream.range(0, 9).mapToObj(Integer::toString).collect(Collectors.toSet());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> cache(PRODUCTS).putTagged("lamp", "green", nine))
                .withMessageContaining("8");
        assertThatIllegalArgumentException().isThrownBy(() -> manager().evictTag("x".repeat(129)));
        assertThat(cache(PRODUCTS).get("lamp")).isNull();
    }

    /** A service whose answers are cached. */
    public static class Shop {
        @Cacheable(PRODUCTS)
        public String product(int number) {
            return "product " + number + " of " + System.nanoTime();
        }

        @Cacheable(cacheNames = PRICES, sync = true)
        public String price(int number) {
            return "price " + number + " of " + System.nanoTime();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    @Test
    void what_annotated_methods_have_returned_goes_by_its_tags() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(CacheManager.class, this::manager);
            context.registerBean(Shop.class, Shop::new);
            context.register(Caching.class);
            context.refresh();
            var shop = context.getBean(Shop.class);
            var product = shop.product(7);
            var price = shop.price(7);
            var other = shop.product(8);
            assertThat(shop.product(7)).isEqualTo(product);

            manager().evictTag("product:7");

            assertThat(shop.product(7)).isNotEqualTo(product);
            assertThat(shop.price(7)).isNotEqualTo(price);
            assertThat(shop.product(8)).isEqualTo(other);
        }
    }

    @Test
    void within_a_transaction_evicting_a_tag_waits_for_its_commit_if_the_manager_does() {
        var aware = builder().transactionAware().build();
        var products = cache(aware, PRODUCTS);
        products.putTagged("lamp", "green", Set.of("shop"));

        new TransactionTemplate(new NoResources()).executeWithoutResult(status -> {
            aware.evictTag("shop");
            assertThat(products.get("lamp")).isNotNull();
        });

        assertThat(products.get("lamp")).isNull();
        aware.destroy();
    }

    @Test
    void what_is_rolled_back_evicts_no_tag_and_invalidating_one_waits_for_nobody() {
        var aware = builder().transactionAware().build();
        var products = cache(aware, PRODUCTS);
        products.putTagged("lamp", "green", Set.of("shop"));

        new TransactionTemplate(new NoResources()).executeWithoutResult(status -> {
            aware.evictTag("shop");
            status.setRollbackOnly();
        });
        assertThat(products.get("lamp")).isNotNull();

        new TransactionTemplate(new NoResources()).executeWithoutResult(status -> {
            assertThat(aware.invalidateTag("shop")).isEqualTo(1);
            status.setRollbackOnly();
        });
        assertThat(products.get("lamp")).isNull();
        aware.destroy();
    }

    @Test
    void a_load_that_its_tag_overtakes_is_not_stored() {
        var loaded = cache(PRODUCTS).get(7, () -> {
            manager().evictTag("product:7");
            return "old";
        });

        assertThat(loaded).isEqualTo("old");
        assertThat(cache(PRODUCTS).get(7)).isNull();
    }
}
