package io.concord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.console.Terminal;
import io.concord.core.audit.AuditLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifyTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> hashes = new ArrayList<>();

    /** Two files of three lines and of two. */
    @BeforeEach
    void write() throws IOException {
        var last = AuditLine.NOTHING;
        var text = new StringBuilder();
        for (int i = 1; i <= 5; i++) {
            var next = last.next("\"event\":\"request\",\"subject\":\"user-" + i + "\"");
            text.append(next.text());
            hashes.add(next.line().statedHash());
            last = next.line();
            if (i == 3) {
                Files.writeString(full(), text);
                text.setLength(0);
            }
        }
        Files.writeString(current(), text);
    }

    private Path full() {
        return directory.resolve("audit-000000000001.jsonl");
    }

    private Path current() {
        return directory.resolve("audit.jsonl");
    }

    private int verify(String... arguments) {
        var all = new ArrayList<>(List.of("audit", "verify"));
        all.addAll(List.of(arguments));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        return Concord.commandLine(new Project(directory), terminal).execute(all.toArray(String[]::new));
    }

    private int verifyAll(String... more) {
        // In the wrong order: it is the numbers that count.
        var all = new ArrayList<>(List.of(current().toString(), full().toString()));
        all.addAll(List.of(more));
        return verify(all.toArray(String[]::new));
    }

    @Test
    void a_whole_chain_is_told_with_its_last_hash() {
        assertThat(verifyAll()).isZero();
        assertThat(out.toString())
                .isEqualToNormalizingNewlines(
                        "The chain is whole: 5 lines, to line 5\nlast hash: " + hashes.get(4) + "\n");
    }

    @Test
    void a_changed_line_is_told_with_its_file_and_its_place() throws IOException {
        Files.writeString(full(), Files.readString(full()).replace("user-2", "user-9"));

        assertThat(verifyAll()).isEqualTo(3);
        assertThat(out.toString())
                .contains(full() + ", line 2: line 2 of the log has been changed")
                .contains("The chain is NOT whole");
    }

    @Test
    void files_without_the_oldest_ones_are_whole_and_told_so() {
        assertThat(verify(current().toString())).isZero();
        assertThat(out.toString()).contains("The log begins with line 4; what was before is not in these files.");
    }

    @Test
    void what_was_cut_off_or_added_shows_against_the_hash_that_was_kept() throws IOException {
        assertThat(verifyAll("--expect-last", hashes.get(4))).isZero();
        assertThat(verifyAll("--expect-last", hashes.get(3))).isEqualTo(3);
        assertThat(out.toString()).contains("lines were added");
        assertThat(verifyAll("--expect", hashes.get(3), "--expect", hashes.get(0)))
                .isZero();

        Files.writeString(current(), Files.readAllLines(current()).get(0) + "\n");

        assertThat(verifyAll()).isZero();
        assertThat(verifyAll("--expect-last", hashes.get(4))).isEqualTo(3);
        assertThat(out.toString()).contains("No intact line has the hash " + hashes.get(4));
    }

    @Test
    void a_line_that_is_torn_is_told() throws IOException {
        var text = Files.readString(current());
        Files.writeString(current(), text.substring(0, text.length() - 10));

        assertThat(verifyAll()).isEqualTo(3);
        assertThat(out.toString()).contains(current() + ", line 2: it is torn");
    }

    @Test
    void wrong_usage_and_files_that_are_not_there_are_told_apart() {
        assertThat(verify()).isEqualTo(2);
        assertThat(verifyAll("--expect-last", "abc")).isEqualTo(2);
        assertThat(err.toString()).contains("'abc' is no hash");
        assertThat(verify(directory.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("a file cannot be read").contains("none");
    }
}
