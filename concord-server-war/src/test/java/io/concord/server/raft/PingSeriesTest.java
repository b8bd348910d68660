package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.service.PeerSight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PingSeriesTest {
    private static final long SENT_MILLIS = 1_000_000;

    private final AtomicLong nanos = new AtomicLong();
    private final PingSeries series =
            new PingSeries(Clock.fixed(Instant.ofEpochMilli(SENT_MILLIS), ZoneOffset.UTC), nanos::get);

    private boolean ping(long roundTripMillis, long peerMillis) {
        series.begin();
        return series.answered(peerMillis, nanos.get() + TimeUnit.MILLISECONDS.toNanos(roundTripMillis));
    }

    @Test
    void the_middle_one_tells_of_the_link_and_the_quickest_of_the_clock() {
        assertThat(ping(40, SENT_MILLIS + 520)).isTrue();
        assertThat(ping(900, SENT_MILLIS)).isTrue();
        assertThat(ping(2, SENT_MILLIS + 501)).isTrue();
        assertThat(ping(30, SENT_MILLIS)).isTrue();
        assertThat(ping(4, SENT_MILLIS)).isFalse();

        assertThat(series.contact())
                .isCompletedWithValueMatching(contact -> contact.orElseThrow()
                        .equals(new PeerSight.Contact(Duration.ofMillis(30), Duration.ofMillis(500))));
    }

    @Test
    void what_was_answered_until_the_end_counts() {
        ping(6, SENT_MILLIS + 3);
        series.end();

        assertThat(series.contact())
                .isCompletedWithValueMatching(contact ->
                        contact.orElseThrow().equals(new PeerSight.Contact(Duration.ofMillis(6), Duration.ZERO)));
    }

    @Test
    void silence_is_no_contact() {
        series.begin();
        series.end();

        assertThat(series.contact()).isCompletedWithValueMatching(Optional::isEmpty);
    }
}
