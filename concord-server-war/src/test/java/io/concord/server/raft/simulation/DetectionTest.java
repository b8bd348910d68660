package io.concord.server.raft.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.raft.consensus.Safeguard;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power of the simulation: each safeguard that is switched off is found to be missing. */
class DetectionTest {
    private static final long SCHEDULES_MAX = 3_000;

    @ParameterizedTest
    @EnumSource(Safeguard.class)
    void a_missing_safeguard_is_found(Safeguard safeguard) {
        var plan = Simulation.Plan.sound().with(Simulation.Plan.SETTINGS.without(safeguard));

        var start = System.nanoTime();
        var found = firstViolation(plan);

        System.out.println(safeguard + " " + found + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThat(found)
                .as("first schedule that shows the missing %s", safeguard)
                .isPresent();
    }

    private static OptionalLong firstViolation(Simulation.Plan plan) {
        return LongStream.rangeClosed(1, SCHEDULES_MAX)
                .filter(seed -> breaks(seed, plan))
                .findFirst();
    }

    private static boolean breaks(long seed, Simulation.Plan plan) {
        try {
            Simulation.run(seed, plan);
            return false;
        } catch (AssertionError | IllegalStateException | IllegalArgumentException e) {
            return true;
        }
    }
}
