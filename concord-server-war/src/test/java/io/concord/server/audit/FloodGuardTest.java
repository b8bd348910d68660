package io.concord.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloodGuardTest {
    private final FloodGuard guard = new FloodGuard();

    private long passed(String who, int count, long nowMillis) {
        long passed = 0;
        for (int i = 0; i < count; i++) {
            passed += guard.admits(who, "forbidden", nowMillis) ? 1 : 0;
        }
        return passed;
    }

    @Test
    void each_source_has_its_own_number_and_all_have_one_together() {
        assertThat(passed("alice", 100, 0)).isEqualTo(FloodGuard.EACH_MAX);
        assertThat(passed("bob", 3, 0)).isEqualTo(3);
        long all = FloodGuard.EACH_MAX + 3;
        for (int i = 0; i < 100; i++) {
            all += passed("other-" + i, 1, 0);
        }

        assertThat(all).isEqualTo(FloodGuard.ALL_MAX);
    }

    @Test
    void what_is_held_back_is_told_after_a_minute_and_then_it_begins_anew() {
        passed("alice", 25, 1_000);

        assertThat(guard.take(FloodGuard.WINDOW_MILLIS, false)).isEmpty();
        assertThat(guard.take(1_000 + FloodGuard.WINDOW_MILLIS, false))
                .containsExactly(new FloodGuard.Summary("alice", "forbidden", 15, 1_000));
        assertThat(guard.take(1_000 + 2 * FloodGuard.WINDOW_MILLIS, false)).isEmpty();
        assertThat(passed("alice", 1, 200_000)).isEqualTo(1);
    }

    @Test
    void a_million_sources_take_no_more_memory_than_a_few_and_are_counted_together() {
        for (int i = 0; i < 100_000; i++) {
            guard.admits("source-" + i, "unauthorized", 0);
        }

        var summaries = guard.take(0, true);

        assertThat(summaries).hasSize(FloodGuard.SOURCES_MAX + 1);
        assertThat(summaries.stream().mapToLong(FloodGuard.Summary::count).sum())
                .isEqualTo(100_000 - FloodGuard.ALL_MAX);
        assertThat(summaries.get(FloodGuard.SOURCES_MAX).who()).isEmpty();
    }
}
