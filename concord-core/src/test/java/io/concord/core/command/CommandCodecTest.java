package io.concord.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.Corruption;
import io.concord.core.Golden;
import io.concord.core.Samples;
import io.concord.core.format.FormatException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CommandCodecTest {
    private static final byte[] PUT = CommandCodec.encode(Samples.put("r1", 100, "greeting", "hello"));

    @TestFactory
    Stream<DynamicTest> every_type_has_the_bytes_of_its_golden_file() {
        return SampleCommands.all().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    var golden = new Golden(sample.getKey());

                    golden.compare(CommandCodec.encode(sample.getValue()));

                    assertThat(CommandCodec.decode(golden.bytes())).isEqualTo(sample.getValue());
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_cut_command_is_refused_at_every_byte() {
        return SampleCommands.all().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(
                        sample.getKey(),
                        () -> Corruption.cutEverywhere(
                                new Golden(sample.getKey()).bytes(),
                                cut -> assertThatThrownBy(() -> CommandCodec.decode(cut))
                                        .isInstanceOf(FormatException.class))));
    }

    @TestFactory
    Stream<DynamicTest> a_damaged_command_is_refused_or_is_another_canonical_one() {
        return SampleCommands.all().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(
                        sample.getKey(),
                        () -> Corruption.damageEveryByte(
                                new Golden(sample.getKey()).bytes(), CommandCodecTest::refuseOrDecode)));
    }

    private static void refuseOrDecode(byte[] damaged) {
        Command decoded;
        try {
            decoded = CommandCodec.decode(damaged);
        } catch (FormatException e) {
            return;
        }
        assertThat(CommandCodec.encode(decoded)).isEqualTo(damaged);
    }

    @Test
    void a_newer_version_is_refused_with_what_to_do() {
        byte[] newer = PUT.clone();
        newer[0] = 9;

        assertThatThrownBy(() -> CommandCodec.decode(newer))
                .isInstanceOf(FormatException.class)
                .hasMessage("command has format version 9; this node reads 4: upgrade it");
    }

    @Test
    void an_older_version_is_refused_as_such() {
        byte[] older = PUT.clone();
        older[0] = 1;

        assertThatThrownBy(() -> CommandCodec.decode(older))
                .isInstanceOf(FormatException.class)
                .hasMessage("command has format version 1; this node reads 4: it was written by an older release that"
                        + " this one does not read");
    }

    @Test
    void an_unknown_tag_is_refused() {
        byte[] unknown = PUT.clone();
        unknown[1] = 77;

        assertThatThrownBy(() -> CommandCodec.decode(unknown))
                .isInstanceOf(FormatException.class)
                .hasMessage("command has the unknown type tag 77");
    }

    @Test
    void bytes_after_the_command_are_refused() {
        byte[] longer = Arrays.copyOf(PUT, PUT.length + 2);

        assertThatThrownBy(() -> CommandCodec.decode(longer))
                .isInstanceOf(FormatException.class)
                .hasMessage("command has 2 bytes after its end");
    }

    @Test
    void a_command_is_read_from_the_middle_of_an_array() {
        byte[] padded = new byte[PUT.length + 5];
        System.arraycopy(PUT, 0, padded, 3, PUT.length);

        Command command = CommandCodec.decode(padded, 3, PUT.length);

        assertThat(command).isEqualTo(Samples.put("r1", 100, "greeting", "hello"));
    }

    @Test
    void an_invalid_value_is_a_format_fault() {
        byte[] empty = CommandCodec.encode(new Command.Tick(0));
        empty[2] = (byte) 0x80;

        assertThatThrownBy(() -> CommandCodec.decode(empty))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("command holds an invalid value: time is -9223372036854775808 ms");
    }
}
