package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTimesTest {
    private final AtomicLong now = new AtomicLong();
    private final RecentTimes times = new RecentTimes(now::get);

    @Test
    void there_is_nothing_before_the_first() {
        assertThat(times.spread()).isEmpty();
    }

    @Test
    void one_time_is_all_of_it() {
        times.accept(7);
        now.set(Duration.ofSeconds(3).toNanos());

        assertThat(times.spread())
                .contains(new RecentTimes.Spread(
                        1, Duration.ofSeconds(3), Duration.ofNanos(7), Duration.ofNanos(7), Duration.ofNanos(7)));
    }

    @Test
    void of_a_hundred_one_is_slower_than_the_99th_percentile() {
        for (int i = 100; i >= 1; i--) {
            times.accept(i);
        }

        var spread = times.spread().orElseThrow();

        assertThat(spread.median()).isEqualTo(Duration.ofNanos(50));
        assertThat(spread.p99()).isEqualTo(Duration.ofNanos(99));
        assertThat(spread.max()).isEqualTo(Duration.ofNanos(100));
    }

    @Test
    void the_oldest_is_forgotten_when_there_are_too_many() {
        times.accept(1_000_000);
        now.set(100);
        for (int i = 1; i <= RecentTimes.KEPT; i++) {
            times.accept(5);
            now.incrementAndGet();
        }

        var spread = times.spread().orElseThrow();

        assertThat(spread.count()).isEqualTo(RecentTimes.KEPT);
        assertThat(spread.max()).isEqualTo(Duration.ofNanos(5));
        assertThat(spread.over()).isEqualTo(Duration.ofNanos(RecentTimes.KEPT));
    }
}
