package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final Gathering gathering = new Gathering();

    @Test
    void one_caller_awaits_nobody() {
        assertThat(gathering.begin(1)).isFalse();
        assertThat(gathering.isOpen()).isFalse();
    }

    @Test
    void it_is_over_when_all_have_come() {
        assertThat(gathering.begin(3)).isTrue();

        assertThat(gathering.arrived()).isFalse();
        assertThat(gathering.arrived()).isFalse();
        assertThat(gathering.arrived()).isTrue();
        assertThat(gathering.isOpen()).isFalse();
    }

    @Test
    void it_is_over_with_its_time() {
        gathering.begin(3);
        gathering.arrived();
        gathering.arrived();

        assertThat(gathering.timeIsOver(gathering.round())).isTrue();
        assertThat(gathering.isOpen()).isFalse();
        assertThat(gathering.begin(3)).as("most have come").isTrue();
    }

    @Test
    void the_time_of_an_earlier_round_ends_no_later_one() {
        gathering.begin(2);
        long first = gathering.round();
        gathering.arrived();
        gathering.arrived();
        gathering.begin(2);

        assertThat(gathering.timeIsOver(first)).isFalse();
        assertThat(gathering.isOpen()).isTrue();
    }

    @Test
    void those_who_do_not_come_are_awaited_ever_more_rarely() {
        var answers = 1_000;

        var awaited = IntStream.range(0, answers)
                .filter(answer -> {
                    var begins = gathering.begin(2);
                    gathering.timeIsOver(gathering.round());
                    return begins;
                })
                .count();

        assertThat(awaited).isBetween((long) answers / 65, 22L);
    }
}
