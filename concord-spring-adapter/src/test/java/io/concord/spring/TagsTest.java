package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.protocol.batch.BatchChange;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tags over the store in memory, and what becomes of writes that reach it late. */
class TagsTest extends TagsContract {
    private static final long PATIENCE_SECONDS = 30;

    private final LateStore store = new LateStore();
    private final MemoryManager memory = new MemoryManager(store);

    @Override
    protected ConcordCacheManagerBuilder builder() {
        return ConcordCacheManager.builder(memory.manager());
    }

    @AfterEach
    void close() {
        store.release();
        memory.close();
    }

    private void holdPuts() {
        store.hold(BatchChange.Put.class::isInstance);
    }

    /** Once a put is under way, which reaches the store after the eviction if that does not wait for it. */
    private long evictedMeanwhile(ConcordCacheManager manager, String tag) throws Exception {
        store.asked().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        var evicted = CompletableFuture.supplyAsync(() -> manager.invalidateTag(tag));
        Threads.giveOthersTime();
        store.release();
        return evicted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static long written(ConcordSpringCache cache, Object key) {
        cache.put(key, "written");
        return cache.getNativeCache().getVersioned(key).orElseThrow().revision();
    }

    @Test
    void however_many_entries_of_however_many_caches_go_it_is_one_commit() {
        cache("some").putTagged("lamp", "green", Set.of("shop"));
        cache("some").putTagged("chair", "red", Set.of("shop"));
        cache("others").putTagged("lamp", "9.99", Set.of("shop"));
        var before = written(cache("others"), "desk");

        assertThat(manager().invalidateTag("shop")).isEqualTo(3);

        assertThat(written(cache("others"), "desk")).isEqualTo(before + 2);
    }

    @Test
    void a_load_that_is_being_stored_is_removed_by_its_tag() throws Exception {
        var cache = cache("late");
        cache.clear();
        holdPuts();

        var loaded = cache.retrieve(7, () -> CompletableFuture.completedFuture("old"));

        assertThat(evictedMeanwhile(manager(), "product:7")).isEqualTo(1);
        assertThat(loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(cache.get(7)).isNull();
    }

    @Test
    void a_write_that_nobody_waits_for_is_removed_by_a_tag_that_is_evicted_after_it() throws Exception {
        var background = builder()
                .cacheDefaults(CacheSettings.DEFAULTS.withoutAwaitingWrites())
                .build();
        var cache = cache(background, "background");
        cache.clear();
        assertThat(cache.get("lamp")).isNull();
        holdPuts();

        cache.putTagged("lamp", "green", Set.of("shop"));

        assertThat(evictedMeanwhile(background, "shop")).isEqualTo(1);
        assertThat(cache.get("lamp")).isNull();
    }
}
