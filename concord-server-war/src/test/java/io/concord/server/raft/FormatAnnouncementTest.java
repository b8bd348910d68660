package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

class FormatAnnouncementTest {
    @Test
    void an_address_tells_the_level_that_was_put_into_it() {
        assertThat(FormatAnnouncement.in(FormatAnnouncement.address(1))).isEqualTo(1);
        assertThat(FormatAnnouncement.in(FormatAnnouncement.address(0xFFFF))).isEqualTo(0xFFFF);
    }

    @Test
    void an_address_of_a_release_without_levels_tells_the_first() {
        assertThat(FormatAnnouncement.in(ExtendedUUID.randomUUID())).isEqualTo(1);
        assertThat(FormatAnnouncement.in(UUID.randomUUID())).isEqualTo(1);
    }

    @Test
    void an_address_with_something_else_in_that_place_tells_the_first() {
        var cut = ExtendedUUID.randomUUID().put("format".getBytes(StandardCharsets.US_ASCII), new byte[] {1});

        assertThat(FormatAnnouncement.in(cut)).isEqualTo(1);
    }
}
