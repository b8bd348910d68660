package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.jcache.MemoryCachingProvider;
import io.concord.jcache.api.UndecodableException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cache's settings do, and what becomes of a load that is overtaken. */
class CacheBehaviourTest {
    private static final String NAME = "behaviour";

    /** A class that another version of the application has. */
    record Stranger(String name) implements Serializable {}

    private final MemoryManager memory = new MemoryManager();

    @BeforeEach
    void empty() {
        cache(CacheSettings.DEFAULTS).clear();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    /** Of the same entries, by other settings. */
    private ConcordSpringCache cache(CacheSettings settings) {
        return Objects.requireNonNull(ConcordCacheManager.builder(memory.manager())
                .withCache(NAME, settings)
                .build()
                .getConcordCache(NAME));
    }

    @Test
    void entries_live_so_long_after_they_were_written() {
        var manager = ConcordCacheManager.builder(memory.manager())
                .withCache("timed", CacheSettings.DEFAULTS.withTimeToLive(Duration.ofMinutes(5)))
                .build();

        var cache = Objects.requireNonNull(manager.getConcordCache("timed")).getNativeCache();

        var expiry = configuration(cache).getExpiryPolicyFactory().create();
        var fiveMinutes = new javax.cache.expiry.Duration(TimeUnit.MINUTES, 5);
        assertThat(expiry.getExpiryForCreation()).isEqualTo(fiveMinutes);
        assertThat(expiry.getExpiryForUpdate()).isEqualTo(fiveMinutes);
        assertThat(expiry.getExpiryForAccess()).isNull();
        manager.destroy();
    }

    @SuppressWarnings("unchecked")
    private static CompleteConfiguration<Object, Object> configuration(javax.cache.Cache<Object, Object> cache) {
        return cache.getConfiguration(CompleteConfiguration.class);
    }

    @Test
    void those_who_share_a_cache_by_prefix_do_not_see_each_other() {
        var shop = cache(CacheSettings.DEFAULTS.withKeyPrefix("shop"));
        var office = cache(CacheSettings.DEFAULTS.withKeyPrefix("office"));
        shop.put("alice", 1);
        office.put("alice", 2);

        assertThat(shop.get("alice", Integer.class)).isEqualTo(1);
        assertThat(shop.getNativeCache().get(List.of("office", "alice"))).isEqualTo(2);
    }

    @Test
    void clearing_a_cache_with_a_prefix_leaves_the_others_alone() {
        var shop = cache(CacheSettings.DEFAULTS.withKeyPrefix("shop"));
        var office = cache(CacheSettings.DEFAULTS.withKeyPrefix("office"));
        var all = cache(CacheSettings.DEFAULTS);
        shop.put("alice", 1);
        office.put("alice", 2);
        all.put("alice", 3);

        assertThat(shop.invalidate()).isTrue();

        assertThat(shop.get("alice")).isNull();
        assertThat(office.get("alice", Integer.class)).isEqualTo(2);
        assertThat(all.get("alice", Integer.class)).isEqualTo(3);
    }

    @Test
    void a_value_of_another_version_fails_or_is_a_miss_that_is_replaced() throws Exception {
        writeStranger("alice");
        var failing = cache(CacheSettings.DEFAULTS);
        var missing = cache(CacheSettings.DEFAULTS.withOnIncompatibleValue(Fallback.MISS));

        assertThatThrownBy(() -> failing.get("alice")).isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> failing.get("alice", () -> "new")).isInstanceOf(UndecodableException.class);
        assertThat(missing.get("alice")).isNull();
        assertThat(missing.retrieve("alice").get(30, TimeUnit.SECONDS)).isNull();
        assertThat(missing.get("alice", () -> "new")).isEqualTo("new");
        assertThat(failing.get("alice", String.class)).isEqualTo("new");
    }

    @Test
    void a_value_of_another_version_is_none_to_put_if_absent_too() {
        writeStranger("bob");

        assertThat(cache(CacheSettings.DEFAULTS.withOnIncompatibleValue(Fallback.MISS))
                        .putIfAbsent("bob", "new"))
                .isNull();
        assertThat(cache(CacheSettings.DEFAULTS).get("bob", String.class)).isEqualTo("new");
    }

    private static void writeStranger(String key) {
        try (var other = new MemoryCachingProvider()) {
            other.getCacheManager()
                    .createCache(
                            NAME, new MutableConfiguration<String, Stranger>().setTypes(String.class, Stranger.class))
                    .put(key, new Stranger(key));
        }
    }

    @Test
    void a_load_that_is_evicted_meanwhile_is_not_stored() {
        var cache = cache(CacheSettings.DEFAULTS);

        var loaded = cache.get("alice", () -> {
            cache.evict("alice");
            return "old";
        });

        assertThat(loaded).isEqualTo("old");
        assertThat(cache.get("alice")).isNull();
    }

    @Test
    void a_load_that_is_cleared_meanwhile_is_not_stored() throws Exception {
        var cache = cache(CacheSettings.DEFAULTS);
        var loading = new CompletableFuture<String>();
        var begun = new CompletableFuture<Void>();

        var loaded = cache.retrieve("alice", () -> {
            begun.complete(null);
            return loading;
        });
        begun.get(30, TimeUnit.SECONDS);
        cache.clear();
        loading.complete("old");

        assertThat(loaded.get(30, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(cache.get("alice")).isNull();
    }

    @Test
    void what_was_put_during_a_load_wins() {
        var cache = cache(CacheSettings.DEFAULTS);

        var loaded = cache.get("alice", () -> {
            cache.put("alice", "put");
            return "loaded";
        });

        assertThat(loaded).isEqualTo("put");
        assertThat(cache.get("alice", String.class)).isEqualTo("put");
    }

    @Test
    void a_loader_that_asks_for_its_own_key_does_not_wait_for_itself() {
        var cache = cache(CacheSettings.DEFAULTS);

        assertThat(cache.get("alice", () -> cache.get("alice", () -> "inner"))).isEqualTo("inner");
    }

    @Test
    void a_value_that_cannot_be_stored_fails_its_loader_and_the_next_load_begins_anew() {
        var cache = cache(CacheSettings.DEFAULTS);

        assertThatThrownBy(() -> cache.get("alice", Object::new)).isInstanceOf(javax.cache.CacheException.class);
        assertThat(cache.get("alice", () -> "good")).isEqualTo("good");
    }

    @Test
    void writes_that_nobody_waits_for_are_read_by_who_wrote_them() {
        var cache = cache(CacheSettings.DEFAULTS.withoutAwaitingWrites());

        for (var i = 0; i < 100; i++) {
            cache.put("alice", i);
            assertThat(cache.get("alice", Integer.class)).isEqualTo(i);
        }
        cache.evict("alice");

        assertThat(cache.get("alice")).isNull();
    }
}
