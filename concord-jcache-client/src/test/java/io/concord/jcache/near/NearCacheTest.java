package io.concord.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.api.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NearCacheTest {
    private static final Key ALICE = new Key("s:alice");
    private static final NearLimits LIMITS = new NearLimits(100, 1_000_000);
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final FakeStore store = new FakeStore();
    private long nanos;

    @Test
    void a_validated_entry_is_asked_for_by_its_revision_and_served_if_unchanged() {
        var cache = NearCache.validated(store, FakeStore.CACHE, LIMITS);
        var entry = store.put(ALICE, "1");
        fetch(cache);

        var again = cache.get(ALICE);

        assertThat(store.requests.get(0).read)
                .isInstanceOfSatisfying(
                        BatchOperation.GetIfChanged.class,
                        get -> assertThat(get.knownRevision()).isEqualTo(entry.revision()));
        answer();
        assertThat(entryOf(again)).contains(entry);
    }

    @Test
    void a_validated_entry_that_has_changed_is_the_new_one() {
        var cache = NearCache.validated(store, FakeStore.CACHE, LIMITS);
        store.put(ALICE, "1");
        fetch(cache);
        var entry = store.put(ALICE, "2");

        assertThat(fetch(cache)).contains(entry);
        store.delete(ALICE);
        assertThat(fetch(cache)).isEmpty();
        assertThat(cache.get(ALICE)).isNotCompleted();
        assertThat(store.requests.get(0).read).isInstanceOf(BatchOperation.Get.class);
    }

    @Test
    void a_bounded_entry_is_served_from_memory() {
        var cache = bounded();
        var entry = store.put(ALICE, "1");
        store.tellAll();
        fetch(cache);

        assertThat(entryOf(cache.get(ALICE))).contains(entry);
    }

    @Test
    void an_absent_entry_is_served_from_memory_too() {
        var cache = bounded();
        fetch(cache);

        assertThat(entryOf(cache.get(ALICE))).isEmpty();
    }

    @Test
    void nothing_is_served_from_memory_before_the_watch_has_begun() {
        var cache = NearCache.bounded(store, FakeStore.CACHE, LIMITS, BOUND, () -> nanos);
        fetch(cache);

        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void a_change_that_is_told_ends_it() {
        var cache = bounded();
        fetch(cache);
        store.put(ALICE, "1");

        store.tellAll();

        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void an_own_write_ends_it_at_once() {
        var cache = bounded();
        fetch(cache);
        store.put(ALICE, "1");

        cache.invalidate(ALICE);

        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void a_read_that_a_change_has_overtaken_is_not_kept() {
        var cache = bounded();
        var read = cache.get(ALICE);
        var request = store.requests.get(0);
        request.carryOut();
        store.put(ALICE, "1");
        store.tellAll();

        request.answer();

        assertThat(entryOf(read)).isEmpty();
        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void an_older_answer_does_not_replace_a_later_one() {
        var cache = bounded();
        cache.get(ALICE);
        cache.get(ALICE);
        var older = store.requests.get(0);
        older.carryOut();
        var entry = store.put(ALICE, "1");
        store.requests.get(1).answer();

        older.answer();

        store.tellNext();
        assertThat(fetch(cache)).contains(entry);
        assertThat(entryOf(cache.get(ALICE))).contains(entry);
    }

    @Test
    void it_fails_closed_when_the_bound_is_over() {
        var cache = bounded();
        fetch(cache);

        nanos += BOUND.toNanos() + 1;

        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void marks_of_a_node_that_is_cut_off_prove_nothing() {
        var cache = bounded();
        fetch(cache);
        store.put(ALICE, "1");

        for (int i = 0; i < 20; i++) {
            nanos += BOUND.toNanos() / 10;
            store.observer().progress(store.told);
        }

        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void a_watch_that_is_behind_proves_nothing_until_it_has_told_what_a_read_has_seen() {
        var cache = bounded();
        store.put(new Key("s:bob"), "1");
        fetch(cache);
        assertThat(cache.get(ALICE)).isNotCompleted();
        answer();

        store.tellAll();

        assertThat(entryOf(cache.get(ALICE))).isEmpty();
    }

    @Test
    void one_read_in_time_proves_it_anew_while_the_others_are_served() {
        var cache = bounded();
        fetch(cache);
        nanos += BOUND.toNanos() * 6 / 10;

        var renewing = cache.get(ALICE);
        assertThat(renewing).isNotCompleted();
        assertThat(cache.get(ALICE)).isCompleted();

        answer();
        nanos += BOUND.toNanos() * 5 / 10;
        assertThat(cache.get(ALICE)).isCompleted();
    }

    @Test
    void a_gap_drops_everything() {
        var cache = bounded();
        fetch(cache);

        store.loseUntold();

        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void a_read_from_before_a_gap_is_not_kept() {
        var cache = bounded();
        cache.get(ALICE);
        var request = store.requests.get(0);
        request.carryOut();
        store.put(ALICE, "1");
        store.loseUntold();

        request.answer();

        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void a_watch_that_was_refused_leaves_all_reads_to_the_cluster() {
        var cache = bounded();
        fetch(cache);

        store.observer().failed(refusal());

        assertThat(fetch(cache)).isEmpty();
        assertThat(cache.get(ALICE)).isNotCompleted();
        assertThat(store.watches).isEqualTo(1);
    }

    @Test
    void a_watch_that_was_refused_is_asked_for_again_and_serves_again() {
        var cache = bounded();
        store.observer().failed(refusal());
        nanos += Duration.ofSeconds(1).toNanos();

        fetch(cache);
        fetch(cache);
        assertThat(store.watches).isEqualTo(2);
        assertThat(cache.get(ALICE)).isNotCompleted();
        answer();

        store.begin();
        fetch(cache);
        assertThat(cache.get(ALICE)).isCompleted();
    }

    @Test
    void a_watch_that_is_refused_again_and_again_is_asked_for_once_a_minute() {
        var cache = bounded();
        var refusals = 0;
        for (int second = 0; second < 600; second++) {
            if (store.watches > refusals) {
                store.observer().failed(refusal());
                refusals++;
            }
            fetch(cache);
            nanos += Duration.ofSeconds(1).toNanos();
        }

        assertThat(store.watches).isBetween(12, 30);
    }

    @Test
    void a_closed_cache_asks_for_no_watch() {
        var cache = bounded();
        store.observer().failed(refusal());
        cache.close();
        nanos += NearWatch.PAUSE_MAX.toNanos();

        fetch(cache);

        assertThat(store.watches).isEqualTo(1);
    }

    @Test
    void a_failed_read_fails_and_leaves_nothing_behind() {
        var entries = new NearEntries(LIMITS);
        var cache = new ValidatedNearCache(store, FakeStore.CACHE, entries);
        var read = cache.get(ALICE);

        store.requests.get(0).fail(new UnavailableException("no endpoint", null));

        assertThat(read).isCompletedExceptionally();
        assertThat(entries.readsUnderWay()).isZero();
        assertThat(entries.size()).isZero();
    }

    @Test
    void closing_ends_the_watch_and_forgets_all() {
        var cache = bounded();
        fetch(cache);

        cache.close();
        cache.close();

        assertThat(store.unwatched).isTrue();
        assertThat(cache.get(ALICE)).isNotCompleted();
    }

    @Test
    void what_was_used_least_recently_makes_room() {
        var entries = new NearEntries(new NearLimits(2, 1_000_000));
        keep(entries, "a");
        keep(entries, "b");
        entries.get(new Key("a"));
        keep(entries, "c");

        assertThat(entries.get(new Key("a"))).isPresent();
        assertThat(entries.get(new Key("b"))).isEmpty();
        assertThat(entries.size()).isEqualTo(2);
    }

    @Test
    void bytes_are_bounded_and_counted() {
        var entries = new NearEntries(new NearLimits(1_000, 1_000));
        for (int i = 0; i < 100; i++) {
            keep(entries, "key-" + i);
        }

        assertThat(entries.bytes()).isBetween(1L, 1_000L);
        assertThat(entries.size()).isBetween(1, 5);
        entries.clear();
        assertThat(entries.bytes()).isZero();
    }

    @Test
    void an_entry_larger_than_the_bound_is_not_kept() {
        var entries = new NearEntries(new NearLimits(10, 100));

        keep(entries, "a");

        assertThat(entries.size()).isZero();
        assertThat(entries.bytes()).isZero();
    }

    @Test
    void limits_and_bounds_are_positive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NearLimits(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new NearLimits(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Freshness(Duration.ZERO, () -> 0));
    }

    private NearCache bounded() {
        var cache = NearCache.bounded(store, FakeStore.CACHE, LIMITS, BOUND, () -> nanos);
        store.begin();
        return cache;
    }

    private static void keep(NearEntries entries, String key) {
        entries.keep(entries.begin(new Key(key)), new Found(1, Optional.empty()));
    }

    private Optional<Entry> fetch(NearCache cache) {
        var read = cache.get(ALICE);
        answer();
        return entryOf(read);
    }

    private void answer() {
        while (!store.requests.isEmpty()) {
            store.requests.get(0).answer();
        }
    }

    private static Optional<Entry> entryOf(CompletionStage<Found> read) {
        CompletableFuture<Found> future = read.toCompletableFuture();
        assertThat(future).isCompleted();
        return future.join().entry();
    }

    private static RefusedException refusal() {
        return new RefusedException("forbidden", "no");
    }
}
