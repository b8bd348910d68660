package io.concord.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditCheckTest {
    private static final int LINES = 6;
    private final List<String> lines = lines(LINES);

    private static List<String> lines(int count) {
        var lines = new ArrayList<String>();
        var last = AuditLine.NOTHING;
        for (int i = 1; i <= count; i++) {
            var next = last.next("\"event\":\"request\",\"subject\":\"user-" + i + "\"");
            lines.add(next.text());
            last = next.line();
        }
        return lines;
    }

    private static AuditCheck check(String... files) {
        return check(Set.of(), files);
    }

    private static AuditCheck check(Set<String> wanted, String... files) {
        var check = new AuditCheck(wanted);
        try {
            for (int i = 0; i < files.length; i++) {
                check.read("file-" + (i + 1), new ByteArrayInputStream(files[i].getBytes(StandardCharsets.ISO_8859_1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return check;
    }

    private static String joined(List<String> parts) {
        return String.join("", parts);
    }

    private static String hash(String line) {
        return AuditLine.parse(line.strip().getBytes(StandardCharsets.ISO_8859_1))
                .orElseThrow()
                .statedHash();
    }

    @Test
    void a_line_is_what_it_says_in_its_documentation() {
        var first = lines.get(0);

        assertThat(first).startsWith("{\"seq\":1,\"prev\":\"" + "0".repeat(64) + "\",\"event\":\"request\",");
        int end = first.lastIndexOf(",\"hash\":");
        assertThat(first)
                .endsWith(",\"hash\":\""
                        + AuditLine.sha256(first.substring(0, end).getBytes(StandardCharsets.US_ASCII)) + "\"}\n");
    }

    @Test
    void what_nobody_has_touched_has_no_fault_in_one_file_or_in_several() {
        var one = check(joined(lines));
        var three = check(joined(lines.subList(0, 2)), joined(lines.subList(2, 3)), joined(lines.subList(3, LINES)));

        for (var check : List.of(one, three)) {
            assertThat(check.faults()).isEmpty();
            assertThat(check.lines()).isEqualTo(LINES);
            assertThat(check.firstSequence()).isEqualTo(1);
            assertThat(check.last().statedHash()).isEqualTo(hash(lines.get(LINES - 1)));
        }
    }

    @Test
    void the_change_of_any_bit_of_any_byte_is_found_and_told_of_its_line_or_the_next() {
        var bytes = joined(lines).getBytes(StandardCharsets.ISO_8859_1);
        int line = 1;
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                var changed = bytes.clone();
                changed[i] ^= (byte) (1 << bit);

                var faults =
                        check(new String(changed, StandardCharsets.ISO_8859_1)).faults();

                assertThat(faults).as("byte %s, bit %s", i, bit).isNotEmpty();
                assertThat(faults.get(0).line()).isBetween((long) line, line + 1L);
                assertThat(faults).as("byte %s, bit %s", i, bit).hasSizeLessThanOrEqualTo(2);
            }
            line += bytes[i] == '\n' ? 1 : 0;
        }
    }

    @Test
    void a_line_that_is_missing_is_told_with_its_number_wherever_it_was() {
        for (int i = 1; i < LINES - 1; i++) {
            var rest = new ArrayList<>(lines);
            rest.remove(i);

            assertThat(check(joined(rest)).faults())
                    .containsExactly(new AuditCheck.Fault(
                            "file-1",
                            i + 1L,
                            "lines " + (i + 1) + " to " + (i + 1) + " of the log are missing before it"));
        }
    }

    @Test
    void a_file_that_is_missing_between_two_others_is_told() {
        var faults = check(joined(lines.subList(0, 2)), joined(lines.subList(4, LINES)))
                .faults();

        assertThat(faults)
                .containsExactly(new AuditCheck.Fault("file-2", 1, "lines 3 to 4 of the log are missing before it"));
    }

    @Test
    void lines_that_are_swapped_or_repeated_are_found() {
        var swapped = new ArrayList<>(lines);
        Collections.swap(swapped, 2, 3);
        var repeated = new ArrayList<>(lines);
        repeated.add(3, lines.get(2));

        assertThat(check(joined(swapped)).faults())
                .isNotEmpty()
                .first()
                .satisfies(fault -> assertThat(fault.line()).isEqualTo(3));
        assertThat(check(joined(repeated)).faults())
                .containsExactly(new AuditCheck.Fault(
                        "file-1",
                        4,
                        "it is line 3 of the log and comes after line 3: lines are repeated or out of order"));
    }

    @Test
    void a_line_that_was_replaced_with_a_hash_of_its_own_shows_at_the_next() {
        var forged = new ArrayList<>(lines);
        var before = AuditLine.parse(lines.get(1).strip().getBytes(StandardCharsets.US_ASCII))
                .orElseThrow();
        forged.set(
                2,
                before.next("\"event\":\"request\",\"subject\":\"somebody-else\"")
                        .text());

        assertThat(check(joined(forged)).faults())
                .containsExactly(new AuditCheck.Fault(
                        "file-1",
                        4,
                        "line 4 of the log does not follow the one before: that one has been replaced, or this one"
                                + " belongs to another log"));
    }

    @Test
    void a_cut_within_the_last_line_is_found_at_every_byte() {
        var whole = joined(lines);
        int lastBegins = whole.length() - lines.get(LINES - 1).length();

        for (int length = lastBegins + 1; length < whole.length(); length++) {
            assertThat(check(whole.substring(0, length)).faults())
                    .as("cut at %s", length)
                    .hasSize(1)
                    .first()
                    .satisfies(fault -> assertThat(fault.line()).isEqualTo(LINES));
        }
    }

    @Test
    void a_cut_between_lines_shows_only_against_a_hash_that_was_kept_elsewhere() {
        var anchor = hash(lines.get(LINES - 1));
        var cut = joined(lines.subList(0, LINES - 1));

        assertThat(check(Set.of(anchor), cut).faults()).isEmpty();
        assertThat(check(Set.of(anchor), cut).has(anchor)).isFalse();
        assertThat(check(Set.of(anchor), joined(lines)).has(anchor)).isTrue();
    }

    @Test
    void what_is_made_anew_from_some_line_on_shows_only_against_a_hash_that_was_kept_elsewhere() {
        var anchor = hash(lines.get(LINES - 1));
        var forged = joined(lines(LINES)).replace("user-4", "user-5");
        var anew = new ArrayList<>(lines.subList(0, 3));
        var last = AuditLine.parse(lines.get(2).strip().getBytes(StandardCharsets.US_ASCII))
                .orElseThrow();
        for (var members : List.of("\"event\":\"a\"", "\"event\":\"b\"", "\"event\":\"c\"")) {
            var next = last.next(members);
            anew.add(next.text());
            last = next.line();
        }

        assertThat(check(Set.of(anchor), forged).faults()).isNotEmpty();
        assertThat(check(Set.of(anchor), joined(anew)).faults()).isEmpty();
        assertThat(check(Set.of(anchor), joined(anew)).has(anchor)).isFalse();
    }

    @Test
    void a_log_of_which_the_oldest_files_are_gone_has_no_fault_and_says_where_it_begins() {
        var check = check(joined(lines.subList(3, LINES)));

        assertThat(check.faults()).isEmpty();
        assertThat(check.firstSequence()).isEqualTo(4);
    }

    @Test
    void what_is_no_log_at_all_is_told_line_by_line() {
        var faults = check("hello\n{}\n\n").faults();

        assertThat(faults)
                .hasSize(3)
                .allSatisfy(fault -> assertThat(fault.what()).startsWith("it is no line"));
        assertThat(Arrays.asList(check("").lines(), check("").last().sequence()))
                .containsExactly(0L, 0L);
    }
}
