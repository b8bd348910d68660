package io.concord.server.raft.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Thousands of schedules full of trouble, none of which may break a promise. */
class SimulationTest {
    private static final long SCHEDULES = Long.getLong("raft.simulation.schedules", 2_000);
    private static final long FIRST_SEED = Long.getLong("raft.simulation.seed", 1);

    @Test
    void no_schedule_breaks_a_promise() {
        var answers = LongStream.range(FIRST_SEED, FIRST_SEED + SCHEDULES)
                .parallel()
                .map(SimulationTest::answersOf)
                .sum();

        assertThat(answers).as("load").isGreaterThan(SCHEDULES * 100);
    }

    private static long answersOf(long seed) {
        try {
            return Simulation.run(seed, Simulation.Plan.sound()).answers();
        } catch (Throwable e) {
            throw new AssertionError(
                    "schedule " + seed + ": run it again with -Draft.simulation.seed=" + seed
                            + " -Draft.simulation.schedules=1 -Draft.simulation.trace=true",
                    e);
        }
    }
}
