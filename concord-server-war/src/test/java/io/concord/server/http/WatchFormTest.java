package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchFormTest {
    private static final String FRAMES = "application/vnd.concord.watch";

    @Test
    void whoever_says_nothing_gets_events() {
        assertThat(WatchForm.of(null)).isEqualTo(WatchForm.EVENTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/*",
                "Text/Event-Stream",
                "text/event-stream, " + FRAMES,
                FRAMES + ", text/event-stream",
                FRAMES + ";q=0.5, text/event-stream;q=0.501",
                FRAMES + ";q=0, */*;q=0.1",
                "application/json, */*;q=0.1",
                "text/event-stream;charset=utf-8"
            })
    void events_are_for_those_who_do_not_prefer_frames(String accept) {
        assertThat(WatchForm.of(accept)).isEqualTo(WatchForm.EVENTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FRAMES,
                "Application/Vnd.Concord.Watch",
                FRAMES + ", */*;q=0.1",
                "text/event-stream; q=0.9 , " + FRAMES,
                "*/*, text/event-stream;q=0",
                "*/*, text/*;q=0.2",
                "application/*"
            })
    void frames_are_for_those_who_prefer_them(String accept) {
        assertThat(WatchForm.of(accept)).isEqualTo(WatchForm.FRAMES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text/html", FRAMES + ";q=0", "*/*;q=0.000", "text/event-stream;q=0, " + FRAMES + ";q=0.0"})
    void whoever_accepts_neither_is_refused(String accept) {
        var failure = catchThrowableOfType(RequestFailure.class, () -> WatchForm.of(accept));

        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_ACCEPTABLE);
        assertThat(failure).hasMessageContaining(FRAMES);
    }
}
