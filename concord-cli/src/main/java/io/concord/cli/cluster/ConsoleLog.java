package io.concord.cli.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a server printed, and the part of it that explains a failure.
 *
 * @param file the node's console log
 */
record ConsoleLog(Path file) {
    private static final int TAIL_BYTES_MAX = 256 * 1024;
    private static final int LINES_MAX = 10;
    private static final int LINE_CHARACTERS_MAX = 400;

    /** Liberty's error codes end in E before the colon; configuration messages name their {@code concord.*} key. */
    private static final Predicate<String> MEANINGFUL = Pattern.compile(
                    "\\bERROR\\b|\\bCWW[A-Z0-9]+E:|\\bSEVERE\\b|\\bconcord\\.[a-z]+[.-]|^Error:")
            .asPredicate();

    /** The last lines that report an error; the last lines of any kind when none does. */
    List<String> meaningfulLines() {
        List<String> lines = tail().lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> errors = lines.stream().filter(MEANINGFUL).toList();
        return last(errors.isEmpty() ? lines : errors);
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size()).stream()
                .map(line ->
                        line.length() <= LINE_CHARACTERS_MAX ? line : line.substring(0, LINE_CHARACTERS_MAX) + "...")
                .toList();
    }

    private String tail() {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long length = log.length();
            var bytes = new byte[(int) Math.min(length, TAIL_BYTES_MAX)];
            log.seek(length - bytes.length);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "(" + file + " cannot be read: " + unreadable.getMessage() + ")";
        }
    }
}
