package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimedBodyTest {
    private static final byte[] BODY = {1, 2, 3};

    @Test
    void a_body_that_comes_in_time_is_read_whole() throws IOException {
        try (var body = new TimedBody(new ByteArrayInputStream(BODY), Duration.ofMinutes(1))) {
            assertThat(body.readAllBytes()).isEqualTo(BODY);
        }
    }

    @Test
    void one_that_does_not_is_cut_off_however_it_is_read() throws IOException {
        try (var body = new TimedBody(new ByteArrayInputStream(BODY), Duration.ofMillis(-1))) {
            assertThatThrownBy(body::read).isInstanceOf(IOException.class);
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> body.skip(1)).isInstanceOf(IOException.class);
        }
    }
}
