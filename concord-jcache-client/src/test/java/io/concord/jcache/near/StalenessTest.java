package io.concord.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any interleaving of reads, their answers, writes, events, gaps and time: what is served from memory was true within the bound,
 * and an own write is never undone.
 */
class StalenessTest {
    private static final int RUNS = 1_500;
    private static final int STEPS = 400;
    private static final long BOUND_NANOS = 100;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_served_is_never_older_than_the_bound(boolean withGaps) {
        long served = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            served += new Run(seed, withGaps).go();
        }

        assertThat(served).as("reads served from memory").isGreaterThan(RUNS);
    }

    @Test
    void a_validated_read_has_what_the_store_had_between_its_call_and_its_answer() {
        for (int seed = 0; seed < RUNS; seed++) {
            new ValidatedRun(seed).go();
        }
    }

    /** What a key was, and until when. */
    private record Past(Optional<Entry> entry, long untilNanos) {}

    private static class World {
        final Random random;
        final FakeStore store = new FakeStore();
        final List<Key> keys = List.of(new Key("a"), new Key("b"), new Key("c"));
        final Map<Key, Optional<Entry>> now = new HashMap<>();
        final Map<Key, List<Past>> past = new HashMap<>();
        long nanos;

        World(int seed) {
            random = new Random(seed);
            keys.forEach(key -> now.put(key, Optional.empty()));
        }

        Key anyKey() {
            return keys.get(random.nextInt(keys.size()));
        }

        void write(Key key) {
            past.computeIfAbsent(key, any -> new ArrayList<>()).add(new Past(present(key), nanos));
            if (random.nextInt(4) == 0) {
                store.delete(key);
                now.put(key, Optional.empty());
            } else {
                now.put(key, Optional.of(store.put(key, "" + store.revision)));
            }
        }

        void serverStep() {
            if (!store.requests.isEmpty()) {
                var request = store.requests.get(random.nextInt(store.requests.size()));
                if (request.isCarriedOut()) {
                    request.answer();
                } else {
                    request.carryOut();
                }
            }
        }

        Optional<Entry> present(Key key) {
            return now.getOrDefault(key, Optional.empty());
        }

        boolean wasTrueSince(Key key, Optional<Entry> entry, long sinceNanos) {
            return present(key).equals(entry)
                    || past.getOrDefault(key, List.of()).stream()
                            .anyMatch(then -> then.entry().equals(entry) && then.untilNanos() >= sinceNanos);
        }
    }

    private static final class Run extends World {
        private final NearCache cache = NearCache.bounded(
                store, FakeStore.CACHE, new NearLimits(2, 100_000), Duration.ofNanos(BOUND_NANOS), () -> nanos);
        private final Map<Key, Long> ownRevision = new HashMap<>();
        private final boolean withGaps;
        private final int seed;
        private int served;

        Run(int seed, boolean withGaps) {
            super(seed);
            this.seed = seed;
            this.withGaps = withGaps;
        }

        int go() {
            if (seed % 4 != 0) {
                store.begin();
            }
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            return served;
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0 -> write(anyKey());
                case 1 -> ownWrite(anyKey());
                case 2, 3, 4 -> read(anyKey());
                case 5, 6, 7 -> serverStep();
                case 8, 9 -> watchStep();
                case 10 -> nanos += random.nextInt(10);
                default -> rarely();
            }
        }

        private void ownWrite(Key key) {
            write(key);
            cache.invalidate(key);
            ownRevision.put(key, store.revision);
        }

        private void read(Key key) {
            var before = store.requests.size();
            var future = cache.get(key).toCompletableFuture();
            if (store.requests.size() == before) {
                served++;
                check(key, future);
            }
        }

        private void check(Key key, CompletableFuture<Found> future) {
            var found = future.join();
            assertThat(wasTrueSince(key, found.entry(), nanos - BOUND_NANOS))
                    .as("seed %d: %s is not older than the bound", seed, key)
                    .isTrue();
            assertThat(found.revision())
                    .as("seed %d: %s has the own write", seed, key)
                    .isGreaterThanOrEqualTo(ownRevision.getOrDefault(key, 0L));
        }

        private void watchStep() {
            if (store.untold.isEmpty()) {
                store.observer().progress(store.told);
            } else {
                store.tellNext();
            }
        }

        private void rarely() {
            switch (random.nextInt(24)) {
                case 0 -> store.begin();
                case 1 -> nanos += 2 * BOUND_NANOS;
                case 2 -> {
                    if (withGaps) {
                        store.loseUntold();
                    }
                }
                default -> store.observer().progress(store.told);
            }
        }
    }

    private static final class ValidatedRun extends World {
        private final NearCache cache = NearCache.validated(store, FakeStore.CACHE, new NearLimits(2, 100_000));

        private final List<Found> wrong = new ArrayList<>();
        private int answered;

        ValidatedRun(int seed) {
            super(seed);
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                nanos++;
                switch (random.nextInt(6)) {
                    case 0 -> write(anyKey());
                    case 1, 2 -> read(anyKey());
                    case 3 -> cache.invalidate(anyKey());
                    default -> serverStep();
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(answered).isPositive();
        }

        private void read(Key key) {
            var calledNanos = nanos;
            cache.get(key).thenAccept(found -> {
                answered++;
                if (!wasTrueSince(key, found.entry(), calledNanos)) {
                    wrong.add(found);
                }
            });
        }
    }
}
