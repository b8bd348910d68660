package io.concord.server.raft.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Thousands of schedules full of trouble, none of which may break a promise. */
class SimulationTest {
    private static final long SCHEDULES = Long.getLong("raft.simulation.schedules", 2_000);
    private static final long FIRST_SEED = Long.getLong("raft.simulation.seed", 1);

    /** Those beyond the first ones that broke a promise once, when the profile {@code soak} ran them; each stays. */
    private static final List<Long> KEPT = List.of();

    @Test
    void no_schedule_breaks_a_promise() {
        var results = LongStream.range(FIRST_SEED, FIRST_SEED + SCHEDULES)
                .parallel()
                .mapToObj(SimulationTest::run)
                .toList();

        assertThat(results.stream().mapToLong(Simulation.Result::answers).sum())
                .as("load")
                .isGreaterThan(SCHEDULES * 100);
        assertThat(results.stream()
                        .mapToLong(Simulation.Result::snapshotsInstalled)
                        .sum())
                .as("snapshots of a leader, installed by others")
                .isGreaterThanOrEqualTo(SCHEDULES / 5);
    }

    @Test
    void no_schedule_that_is_known_to_find_a_bug_breaks_a_promise_without_one() {
        var results = Stream.concat(KEPT.stream(), DetectionTest.KNOWN.stream())
                .parallel()
                .map(SimulationTest::run)
                .toList();

        assertThat(results).allMatch(result -> result.answers() > 0);
    }

    private static Simulation.Result run(long seed) {
        try {
            return Simulation.run(seed, Simulation.Plan.sound());
        } catch (Throwable e) {
            throw new AssertionError(
                    "schedule " + seed + ": run it again with -Draft.simulation.seed=" + seed
                            + " -Draft.simulation.schedules=1 -Draft.simulation.trace=true",
                    e);
        }
    }
}
