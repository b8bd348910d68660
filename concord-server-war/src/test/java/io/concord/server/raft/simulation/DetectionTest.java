package io.concord.server.raft.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.raft.consensus.Safeguard;
import io.concord.server.raft.storage.FakeDisk;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The power of the simulation: bugs planted one at a time, each found. They are the {@link Safeguard}s of the algorithm
 * switched off, storages that forget what they have promised or look at no checksums, and members that do not remember
 * requests and let a retry take effect again. Two that need a rare order of events have scenarios of
 * their own, which are shown to find them: entries of older terms in {@code ReplicationTest}, the vote in {@code
 * ElectionTest}.
 */
class DetectionTest {
    private static final long SCHEDULES_MAX = 4_000;

    /** Schedules that found a rare bug before. */
    static final List<Long> KNOWN = List.of(1327L, 3320L, 1558L, 2176L, 2901L, 1153L, 1490L, 3639L, 1130L, 1113L);

    static Stream<String> bugs() {
        return plans().keySet().stream();
    }

    private static Map<String, Simulation.Plan> plans() {
        var sound = Simulation.Plan.sound();
        var plans = new LinkedHashMap<String, Simulation.Plan>();
        Arrays.stream(Safeguard.values())
                .filter(safeguard -> safeguard != Safeguard.COMMIT_OWN_TERM_ONLY)
                .forEach(safeguard ->
                        plans.put("without " + safeguard, sound.with(Simulation.Plan.SETTINGS.without(safeguard))));
        plans.put("acknowledged before it is synced", sound.withDisk(FakeDisk::ignoreSync));
        plans.put("snapshot not renamed for good", sound.withDisk(FakeDisk::loseRenames));
        plans.put("checksums not looked at", sound.withDisk(FakeDisk::fitChecksums));
        plans.put("requests not remembered", sound.forgettingRequests());
        plans.put("term not kept", sound.with(FlawedStorage.FORGETS_TERM));
        plans.put("log not truncated", sound.with(FlawedStorage.KEEPS_CONFLICTS));
        return plans;
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void a_planted_bug_is_found(String bug) {
        var plan = Objects.requireNonNull(plans().get(bug));

        assertThat(firstViolation(plan))
                .as("first schedule that shows: %s", bug)
                .isPresent();
    }

    /** When the code has changed, and none of the known ones finds it any more, the search goes on. */
    private static OptionalLong firstViolation(Simulation.Plan plan) {
        var known = KNOWN.stream()
                .mapToLong(Long::longValue)
                .filter(seed -> breaks(seed, plan))
                .findFirst();
        return known.isPresent()
                ? known
                : LongStream.rangeClosed(1, SCHEDULES_MAX)
                        .parallel()
                        .filter(seed -> breaks(seed, plan))
                        .findAny();
    }

    private static boolean breaks(long seed, Simulation.Plan plan) {
        try {
            Simulation.run(seed, plan);
            return false;
        } catch (AssertionError | RuntimeException e) {
            return true;
        }
    }
}
