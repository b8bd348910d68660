package io.concord.server.raft.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.format.FormatException;
import io.concord.core.format.FormatLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The messages and the membership byte by byte, in src/test/resources/golden; {@code -Drewrite=true} replaces them. Once
 * released, they never change: a new format gets a new version and a new file beside it.
 */
class ConsensusFormatTest {
    private static final UUID CLUSTER = new UUID(1, 2);
    private static final UUID INCARNATION = new UUID(3, 4);
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

    private static final Map<String, Message> MESSAGES = messages();

    private static Map<String, Message> messages() {
        var messages = new LinkedHashMap<String, Message>();
        messages.put("pre-vote", new Message.PreVote(10, 3));
        messages.put("pre-vote-answer", new Message.PreVoteAnswer(true));
        messages.put("vote", new Message.Vote(10, 3, true));
        messages.put("vote-answer", new Message.VoteAnswer(false));
        messages.put(
                "append",
                new Message.Append(
                        10,
                        3,
                        9,
                        List.of(
                                new Entry(11, 4, 1100, Entry.Kind.NOOP, new byte[0]),
                                new Entry(12, 4, 1200, Entry.Kind.COMMAND, DATA),
                                new Entry(13, 4, 1300, Entry.Kind.CHECKPOINT, new byte[0]))));
        messages.put("appended", new Message.Appended(12));
        messages.put("append-refused", new Message.AppendRefused(10, 7, 2));
        messages.put("heartbeat", new Message.Heartbeat(5, 9));
        messages.put("heartbeat-answer", new Message.HeartbeatAnswer(5, 12));
        messages.put("snapshot-chunk", new Message.SnapshotChunk(9, 3, 1_000, 4, DATA));
        messages.put("snapshot-progress", new Message.SnapshotProgress(9, 8));
        messages.put("read-question", new Message.ReadQuestion(77));
        messages.put("read-answer", new Message.ReadAnswer(77, 12));
        messages.put("take-over", new Message.TakeOver());
        messages.put("turned-away", new Message.TurnedAway("another cluster"));
        return messages;
    }

    static Stream<String> names() {
        return MESSAGES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_message_has_these_bytes_and_comes_back(String name) throws IOException {
        var bytes = EnvelopeCodec.encode(envelope(name));

        compare("raft-message-v2-" + name, bytes);
        assertThat(EnvelopeCodec.encode(EnvelopeCodec.decode(bytes, 0, bytes.length)))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_message_cut_anywhere_is_refused(String name) {
        var bytes = EnvelopeCodec.encode(envelope(name));

        for (var length = 0; length < bytes.length; length++) {
            var cut = length;
            assertThatThrownBy(() -> EnvelopeCodec.decode(bytes, 0, cut)).isInstanceOf(FormatException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_message_with_any_byte_changed_is_another_message_or_refused(String name) {
        var good = EnvelopeCodec.encode(envelope(name));

        for (var i = 0; i < good.length; i++) {
            var bytes = good.clone();
            bytes[i] ^= 0x40;
            try {
                assertThat(EnvelopeCodec.encode(EnvelopeCodec.decode(bytes, 0, bytes.length)))
                        .isEqualTo(bytes);
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("raft message");
            }
        }
    }

    @Test
    void a_message_of_a_newer_release_is_refused_with_what_to_do() {
        var bytes = EnvelopeCodec.encode(envelope("heartbeat"));
        bytes[0] = 3;

        assertThatThrownBy(() -> EnvelopeCodec.decode(bytes, 0, bytes.length)).hasMessageContaining("upgrade");
    }

    @Test
    void a_membership_has_these_bytes_and_comes_back() throws IOException {
        var membership = new Membership(
                CLUSTER,
                List.of(new Membership.Voter("n2", INCARNATION), new Membership.Voter("n1", null)),
                FormatLevel.FIRST);

        var bytes = MembershipCodec.encode(membership);

        compare("membership-v1", bytes);
        assertThat(MembershipCodec.decode(bytes)).isEqualTo(membership);
    }

    @Test
    void a_membership_at_a_later_level_has_these_bytes_and_comes_back() throws IOException {
        var membership = new Membership(CLUSTER, List.of(new Membership.Voter("n1", INCARNATION)), 258);

        var bytes = MembershipCodec.encode(membership);

        compare("membership-v2", bytes);
        assertThat(MembershipCodec.decode(bytes)).isEqualTo(membership);
    }

    @Test
    void a_membership_spells_its_level_out_in_one_way_only() {
        var first = MembershipCodec.encode(new Membership(CLUSTER, List.of(), 2));
        first[2] = 1;
        var newer = first.clone();
        newer[0] = 3;

        assertThatThrownBy(() -> MembershipCodec.decode(first))
                .isInstanceOf(FormatException.class)
                .hasMessage("membership spells out the level 1; from 2 on it is spelled out");
        assertThatThrownBy(() -> MembershipCodec.decode(newer))
                .hasMessage("membership has format version 3; this node reads 2: upgrade it");
    }

    private static Envelope envelope(String name) {
        return new Envelope(CLUSTER, "n1", INCARNATION, "n2", 4, Objects.requireNonNull(MESSAGES.get(name)));
    }

    private static void compare(String name, byte[] actual) throws IOException {
        var file = Path.of("src", "test", "resources", "golden", name + ".hex");
        var text = HexFormat.of().formatHex(actual) + "\n";
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }
}
