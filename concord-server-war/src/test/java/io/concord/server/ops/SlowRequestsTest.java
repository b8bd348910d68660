package io.concord.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of slow requests. */
class SlowRequestsTest {
    private final SlowRequests requests = new SlowRequests(Duration.ofMillis(100));

    @Test
    void one_that_took_as_long_as_the_threshold_is_told_and_a_quicker_one_is_not() {
        assertThat(finished(requests, 100, 0))
                .contains("slow request: PUT /v1/kv/greeting (put) took 100 ms and ended with ok");
        assertThat(finished(requests, 99, 0)).isEmpty();
    }

    @Test
    void a_threshold_of_zero_tells_of_none() {
        assertThat(finished(new SlowRequests(Duration.ZERO), 60_000, 0)).isEmpty();
    }

    @Test
    void a_path_forges_no_line_and_fills_none() {
        var line =
                requests.finished("GET", "/v1/kv/a\nb" + "c".repeat(2_000), "get", "timeout", Duration.ofSeconds(5), 0);

        assertThat(line.orElseThrow())
                .doesNotContain("\n")
                .contains("a\\u{a}bccc")
                .hasSizeLessThan(350);
    }

    @Test
    void an_outage_gets_so_many_lines_a_minute_and_the_next_line_says_how_many_were_left_out() {
        for (var i = 0; i < SlowRequests.LINES_A_MINUTE; i++) {
            assertThat(finished(requests, 200, i)).isPresent();
        }
        assertThat(finished(requests, 200, 100)).isEmpty();
        assertThat(finished(requests, 200, 101)).isEmpty();

        assertThat(finished(requests, 200, Duration.ofMinutes(1).toNanos()).orElseThrow())
                .endsWith("; 2 others were not logged, more than 60 a minute");
        assertThat(finished(requests, 200, Duration.ofMinutes(1).toNanos() + 1).orElseThrow())
                .doesNotContain("others");
    }

    private static Optional<String> finished(SlowRequests requests, long millis, long nanoTime) {
        return requests.finished("PUT", "/v1/kv/greeting", "put", "ok", Duration.ofMillis(millis), nanoTime);
    }
}
