package io.concord.server.raft.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The line that a member's time follows. */
class ClusterClockTest {
    private static final long MILLI_NANOS = 1_000_000;

    @Test
    void it_goes_on_from_a_stamp_as_the_own_clock_goes_but_for_a_millisecond() {
        var clock = new ClusterClock(500, 70_000);

        assertThat(clock.at(70_000)).isEqualTo(500);
        assertThat(clock.at(70_001)).isEqualTo(500);
        assertThat(clock.at(71_001)).isEqualTo(1_500);
    }

    @Test
    void a_newer_stamp_replaces_the_line_whichever_is_ahead() {
        var clock = new ClusterClock(500, 70_000);

        clock.follow(600, 75_000);

        assertThat(clock.at(76_001)).isEqualTo(1_600);
    }

    @Test
    void a_clock_may_begin_below_zero() {
        var clock = new ClusterClock(0, -5_000);

        assertThat(clock.at(-3_999)).isEqualTo(1_000);
        assertThat(clock.at(1)).isEqualTo(5_000);
    }

    /** Milliseconds begin at another moment on each clock, and an entry gets to the next leader in no time. */
    @Test
    void a_thousand_leaders_do_not_gain_a_millisecond() {
        for (var seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var trueNanos = 0L;
            var stamp = 0L;
            for (var leader = 0; leader < 1_000; leader++) {
                var originNanos = random.nextLong(1_000 * MILLI_NANOS);
                var clock = new ClusterClock(stamp, (trueNanos + originNanos) / MILLI_NANOS);
                trueNanos += random.nextLong(10 * MILLI_NANOS);
                stamp = clock.at((trueNanos + originNanos) / MILLI_NANOS);
            }

            assertThat(stamp * MILLI_NANOS).isLessThan(trueNanos + MILLI_NANOS).isPositive();
        }
    }
}
