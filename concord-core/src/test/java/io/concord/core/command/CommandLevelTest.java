package io.concord.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.Samples;
import io.concord.core.format.FormatLevel;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CommandLevelTest {
    private static final Command.Write PUT = Samples.put("r1", 100, "a", "1");
    private static final Command.Write TOUCH = write("command-v4-touch");

    /** Where one needs more, a cluster at the first level must not get it: see {@link FormatLevel}. */
    @Test
    void every_command_of_the_golden_files_may_be_in_a_log_of_the_first_level() {
        assertThat(SampleCommands.all().values())
                .isNotEmpty()
                .allSatisfy(command ->
                        assertThat(CommandLevel.of(command, CommandLevel::of)).isEqualTo(FormatLevel.FIRST));
    }

    @Test
    void a_write_needs_what_its_operation_came_with() {
        assertThat(CommandLevel.of(PUT, CommandLevelTest::later)).isEqualTo(FormatLevel.FIRST);
        assertThat(CommandLevel.of(TOUCH, CommandLevelTest::later)).isEqualTo(3);
        assertThat(CommandLevel.of(new Command.Tick(1), CommandLevelTest::later))
                .isEqualTo(FormatLevel.FIRST);
    }

    @Test
    void a_batch_needs_the_most_that_any_of_its_writes_does() {
        assertThat(CommandLevel.of(new Command.Batch(List.of(PUT, TOUCH, PUT)), CommandLevelTest::later))
                .isEqualTo(3);
        assertThat(CommandLevel.of(new Command.Batch(List.of(PUT)), CommandLevelTest::later))
                .isEqualTo(FormatLevel.FIRST);
    }

    @Test
    void a_transaction_needs_what_either_of_its_branches_does() {
        var touch = (Step) TOUCH.operation();
        var put = (Step) PUT.operation();

        assertThat(level(List.of(put), List.of(touch))).isEqualTo(3);
        assertThat(level(List.of(touch), List.of())).isEqualTo(3);
        assertThat(level(List.of(put), List.of())).isEqualTo(FormatLevel.FIRST);
    }

    private static int level(List<Step> then, List<Step> otherwise) {
        var transaction = new Operation.Transaction(List.of(), then, otherwise);
        return CommandLevel.of(
                new Command.Write(PUT.origin(), Command.Write.NO_DEADLINE, transaction), CommandLevelTest::later);
    }

    /** A release in which touching has come with the third level. */
    private static int later(Operation operation) {
        return operation instanceof Step.Touch ? 3 : FormatLevel.FIRST;
    }

    private static Command.Write write(String sample) {
        return (Command.Write) Objects.requireNonNull(SampleCommands.all().get(sample));
    }
}
