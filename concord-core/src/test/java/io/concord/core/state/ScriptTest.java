package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.Rewrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs src/test/resources/scripts; {@code -Drewrite=true} replaces the expected output by the actual one. */
class ScriptTest {

    @TestFactory
    List<DynamicTest> every_script_has_the_output_that_it_states() throws IOException {
        try (var files = Files.list(Rewrite.resource("scripts"))) {
            return files.sorted().map(ScriptTest::scriptTest).toList();
        }
    }

    private static DynamicTest scriptTest(Path file) {
        return DynamicTest.dynamicTest(file.toString(), () -> {
            String actual = Script.parse(Files.readString(file)).run(new KeyspaceConsole());

            Rewrite.compare(file, actual);
        });
    }

    @Test
    void the_runner_reports_the_actual_output() {
        var script = Script.parse("# a comment\nget key=alice\n----\nsomething else\n");

        String actual = script.run(new KeyspaceConsole());

        assertThat(actual).isEqualTo("# a comment\nget key=alice\n----\nabsent\n");
    }
}
