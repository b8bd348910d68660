package io.concord.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.Corruption;
import io.concord.core.Golden;
import io.concord.core.format.FormatException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReplyCodecTest {

    @TestFactory
    Stream<DynamicTest> every_outcome_has_the_bytes_of_its_golden_file() {
        return SampleReplies.all().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    var golden = new Golden(sample.getKey());

                    golden.compare(ReplyCodec.encode(sample.getValue()));

                    assertThat(ReplyCodec.decode(golden.bytes())).isEqualTo(sample.getValue());
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_cut_reply_is_refused_and_a_damaged_one_is_no_other_fault() {
        return SampleReplies.all().keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    byte[] whole = new Golden(name).bytes();

                    Corruption.cutEverywhere(
                            whole,
                            cut -> assertThatThrownBy(() -> ReplyCodec.decode(cut))
                                    .isInstanceOf(FormatException.class));
                    Corruption.damageEveryByte(whole, ReplyCodecTest::refuseOrDecode);
                }));
    }

    private static void refuseOrDecode(byte[] damaged) {
        Reply decoded;
        try {
            decoded = ReplyCodec.decode(damaged);
        } catch (FormatException e) {
            return;
        }
        assertThat(ReplyCodec.encode(decoded)).isEqualTo(damaged);
    }

    @Test
    void a_newer_version_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> ReplyCodec.decode(new byte[] {3, 3}))
                .isInstanceOf(FormatException.class)
                .hasMessage("reply has format version 3; this node reads 2: upgrade it");
    }

    @Test
    void an_older_version_is_refused_as_such() {
        assertThatThrownBy(() -> ReplyCodec.decode(new byte[] {1, 3}))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("it was written by an older release that this one does not read");
    }

    /** Otherwise a few bytes could make a reader descend for ever. */
    @Test
    void outcomes_are_nested_no_deeper_than_the_types_allow() {
        var deepest = new Outcome.Executed(1, true, List.of());
        var executed = new Outcome.Executed(1, true, List.of(deepest));
        var batched = new Outcome.Batched(1, List.of(new Reply(new Outcome.Batched(1, List.of()), false)));

        assertThatThrownBy(() -> ReplyCodec.decode(ReplyCodec.encode(new Reply(executed, false))))
                .isInstanceOf(FormatException.class)
                .hasMessage("outcome has the type tag 8 too deep in another one");
        assertThatThrownBy(() -> ReplyCodec.decode(ReplyCodec.encode(new Reply(batched, false))))
                .isInstanceOf(FormatException.class)
                .hasMessage("outcome has the type tag 14 too deep in another one");
    }

    @Test
    void an_unknown_tag_is_refused() {
        assertThatThrownBy(() -> ReplyCodec.decode(new byte[] {2, 99}))
                .isInstanceOf(FormatException.class)
                .hasMessage("outcome has the unknown type tag 99");
    }
}
