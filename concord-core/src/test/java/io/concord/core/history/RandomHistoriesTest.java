package io.concord.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories drawn from seeds: right ones are accepted, wrong ones are not, and a judge that tries everything agrees. */
class RandomHistoriesTest {
    private static final int SEEDS = 300;
    private static final SimulatedStore.Plan PLAN = new SimulatedStore.Plan(8, 3, 150, 0.1, 0, false);

    @Test
    void what_a_correct_store_answers_is_accepted() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var values = seed % 3 == 0 ? 4 : 0;
            var plan = new SimulatedStore.Plan(2 + seed % 15, 1 + seed % 4, 200, 0.1, values, seed % 2 == 0);
            var store = SimulatedStore.run(seed, plan);

            assertThat(LinearizabilityChecker.check(store.operations()))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(LinearizabilityChecker.check(store.operations(), store.witness()))
                    .as("seed %d with the log as witness", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_mistake_is_found_in_more_than_nine_of_ten_histories(Mutation mutation) {
        var wrong = LongStream.range(0, SEEDS)
                .mapToObj(seed -> mutation.of(SimulatedStore.run(seed, PLAN).operations(), new Random(seed)))
                .flatMap(history -> history.stream())
                .toList();
        var found = wrong.stream()
                .filter(history -> !LinearizabilityChecker.check(history).isEmpty())
                .count();

        System.out.printf("%s: found in %d of %d%n", mutation, found, wrong.size());
        assertThat(wrong).hasSizeGreaterThan(SEEDS / 2);
        assertThat(found).isGreaterThan(wrong.size() * 9L / 10);
    }

    @Test
    void the_search_judges_as_one_that_tries_every_order() {
        var accepted = 0;
        var refused = 0;
        for (var seed = 0L; seed < 4_000; seed++) {
            var random = new Random(seed);
            var history = brief(seed, random);
            var expected = NaiveJudge.isLinearizable(history, 9);

            var steps = new KeySteps("k0", history, null);
            var actual = steps.violations().isEmpty()
                    && LinearizabilityChecker.search(steps).isEmpty();

            assertThat(actual).as("seed %d: %s", seed, history).isEqualTo(expected);
            accepted += expected ? 1 : 0;
            refused += expected ? 0 : 1;
        }
        assertThat(accepted).isGreaterThan(500);
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void thousands_of_operations_with_dozens_in_doubt_are_judged_in_seconds() {
        var plan = new SimulatedStore.Plan(16, 1, 5_000, 0.02, 0, false);
        var history = SimulatedStore.run(1, plan).operations();
        var bare = history.stream()
                .map(operation -> operation.with(Mutation.withoutStore(operation.result())))
                .toList();
        var start = System.nanoTime();

        assertThat(LinearizabilityChecker.check(history)).isEmpty();
        assertThat(LinearizabilityChecker.check(bare)).isEmpty();
        for (var mutation : Mutation.values()) {
            var wrong = mutation.of(history, new Random(7)).orElseThrow();
            assertThat(LinearizabilityChecker.check(wrong))
                    .as("after %s", mutation)
                    .isNotEmpty();
        }
        var swapped = Mutation.SWAPPED_REVISIONS.of(bare, new Random(7)).orElseThrow();
        assertThat(LinearizabilityChecker.search(new KeySteps("k0", swapped, null)))
                .isNotEmpty();

        System.out.printf(
                "%d operations, judged 8 times in %d ms%n", history.size(), (System.nanoTime() - start) / 1_000_000);
    }

    /** Few operations on one key with few values, half of them with a mistake. */
    private static List<Operation> brief(long seed, Random random) {
        var plan = new SimulatedStore.Plan(3, 1, 7, 0.25, seed % 2 == 0 ? 2 : 0, random.nextBoolean());
        var history = SimulatedStore.run(seed, plan).operations();
        if (random.nextBoolean()) {
            history = history.stream()
                    .map(operation -> operation.with(Mutation.withoutStore(operation.result())))
                    .toList();
        }
        var mutations = List.of(Mutation.values());
        var mutation = mutations.get(random.nextInt(mutations.size()));
        return random.nextInt(3) == 0 ? history : mutation.of(history, random).orElse(history);
    }
}
