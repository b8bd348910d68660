package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.format.FormatException;
import io.concord.server.service.MemberReport;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What members say to each other comes over as it was said. */
class PeerMessageCodecTest {
    static PeerMessage[] messages() {
        return new PeerMessage[] {
            new PeerMessage.Answer(
                    7, new Attempt.Applied(11, new Reply(new Outcome.Written(3, 2, 1, Optional.empty()), true))),
            new PeerMessage.Answer(8, new Attempt.NotLeader()),
            new PeerMessage.Answer(9, new Attempt.Overloaded()),
            new PeerMessage.Answer(10, new Attempt.Lost()),
            new PeerMessage.Ping(12),
            new PeerMessage.Pong(12, 1_800_000_000_000L),
            new PeerMessage.Report(new MemberReport(
                    "n1", "leader", "n1", 4, 100, 99, 101, 90, 80, 7_000, 8_000, 9_000, 60_000, "0.1.0", 64, "ab12"))
        };
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_comes_over_whole(PeerMessage message) {
        var bytes = PeerMessageCodec.encode(message);

        assertThat(PeerMessageCodec.decode(bytes, 0, bytes.length)).isEqualTo(message);
    }

    @Test
    void a_submitted_command_comes_over_as_bytes() {
        var bytes = PeerMessageCodec.encode(new PeerMessage.Submit(5, new byte[] {1, 2, 3}));

        var submit = (PeerMessage.Submit) PeerMessageCodec.decode(bytes, 0, bytes.length);

        assertThat(submit.id()).isEqualTo(5);
        assertThat(submit.command()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_cut_short_is_refused(PeerMessage message) {
        var bytes = PeerMessageCodec.encode(message);

        for (var length = 0; length < bytes.length; length++) {
            var cut = length;
            assertThatThrownBy(() -> PeerMessageCodec.decode(bytes, 0, cut)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void a_version_from_the_future_is_refused() {
        assertThatThrownBy(() -> PeerMessageCodec.decode(new byte[] {9, 1}, 0, 2))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("version 9");
    }
}
