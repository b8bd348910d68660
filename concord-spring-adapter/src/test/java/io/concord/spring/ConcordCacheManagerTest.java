package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.transaction.support.TransactionTemplate;

/** Which caches there are, and what becomes of them. */
class ConcordCacheManagerTest {
    private final MemoryManager memory = new MemoryManager();

    @AfterEach
    void close() {
        memory.close();
    }

    private ConcordCacheManagerBuilder builder() {
        return ConcordCacheManager.builder(memory.manager());
    }

    private static Cache cache(ConcordCacheManager manager, String name) {
        return Objects.requireNonNull(manager.getCache(name), name);
    }

    @Test
    void a_cache_is_made_when_it_is_first_asked_for() {
        var manager = builder().build();
        manager.afterPropertiesSet();
        assertThat(manager.getCacheNames()).isEmpty();

        var books = cache(manager, "books");

        assertThat(manager.getCacheNames()).containsExactly("books");
        assertThat(manager.getCache("books")).isSameAs(books);
        assertThat(memory.manager().getCacheNames()).containsExactly("books");
    }

    @Test
    void ten_threads_that_ask_for_a_new_cache_get_the_same() {
        var manager = builder().build();

        var caches = Threads.ten(number -> cache(manager, "books"));

        assertThat(caches).containsOnly(cache(manager, "books"));
    }

    @Test
    void where_the_list_is_fixed_there_are_no_others() {
        var manager = builder()
                .initialCacheNames(Set.of("books"))
                .withCache("authors", CacheSettings.DEFAULTS.withoutNullValues())
                .disableCreateOnMissingCache()
                .build();
        manager.afterPropertiesSet();

        assertThat(manager.getCacheNames()).containsExactly("books", "authors");
        assertThat(manager.getCache("readers")).isNull();
        assertThat(manager.getConcordCache("readers")).isNull();
    }

    @Test
    void a_cache_has_its_own_settings_or_those_of_all() {
        var defaults = CacheSettings.DEFAULTS.withKeyPrefix("shop");
        var own = CacheSettings.DEFAULTS.withoutNullValues();
        var manager =
                builder().cacheDefaults(defaults).withCache("authors", own).build();

        assertThat(manager.getConcordCache("books"))
                .extracting(ConcordSpringCache::getSettings)
                .isEqualTo(defaults);
        assertThat(manager.getConcordCache("authors"))
                .extracting(ConcordSpringCache::getSettings)
                .isEqualTo(own);
    }

    @Test
    void a_manager_and_caches_that_were_given_stay_open() {
        var given = memory.manager().createCache("given", new MutableConfiguration<>());
        var manager = builder().build();
        cache(manager, "given").put("alice", 1);
        var made = Objects.requireNonNull(manager.getConcordCache("made")).getNativeCache();

        manager.destroy();

        assertThat(made.isClosed()).isTrue();
        assertThat(given.isClosed()).isFalse();
        assertThat(given.get("alice")).isEqualTo(1);
        assertThat(memory.manager().isClosed()).isFalse();
    }

    @Test
    void a_manager_that_was_opened_here_is_closed() {
        var manager = ConcordCacheManager.builder(null, new Properties()).build();
        var other = ConcordCacheManager.builder(null, new Properties()).build();

        var opened = manager.getCacheManager();
        manager.destroy();

        assertThat(opened.isClosed()).isTrue();
        assertThat(other.getCacheManager().isClosed()).isFalse();
        assertThatIllegalStateException().isThrownBy(manager::getCacheManager);
        other.destroy();
    }

    @Test
    void what_is_closed_keeps_its_entries() {
        var first = builder().build();
        cache(first, "kept").put("alice", 1);
        first.destroy();

        var second = builder().build();

        assertThat(cache(second, "kept").get("alice", Integer.class)).isEqualTo(1);
    }

    @Test
    void resetting_clears_every_cache() {
        var manager = builder().build();
        cache(manager, "books").put("alice", 1);
        cache(manager, "authors").put("bob", 2);

        manager.resetCaches();

        assertThat(cache(manager, "books").get("alice")).isNull();
        assertThat(cache(manager, "authors").get("bob")).isNull();
    }

    @Test
    void within_a_transaction_changes_wait_for_its_commit() {
        var manager = builder().transactionAware().build();
        var books = cache(manager, "books");
        books.clear();
        books.put("old", 1);

        new TransactionTemplate(new NoResources()).executeWithoutResult(status -> {
            books.put("new", 2);
            books.evict("old");
            assertThat(books.get("new")).isNull();
            assertThat(books.get("old")).isNotNull();
        });

        assertThat(books.get("new")).isNotNull();
        assertThat(books.get("old")).isNull();
    }

    @Test
    void what_is_rolled_back_changes_nothing() {
        var manager = builder().transactionAware().build();
        var books = cache(manager, "books");
        books.clear();

        new TransactionTemplate(new NoResources()).executeWithoutResult(status -> {
            books.put("new", 2);
            status.setRollbackOnly();
        });

        assertThat(books.get("new")).isNull();
    }

    @Test
    @SuppressWarnings("unchecked")
    void statistics_are_counted_on_request() {
        var counted = builder().enableStatistics().build();

        var cache = Objects.requireNonNull(counted.getConcordCache("counted")).getNativeCache();

        assertThat(cache.getConfiguration(CompleteConfiguration.class).isStatisticsEnabled())
                .isTrue();
    }
}
