package io.concord.cli.console;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where messages go.
 *
 * @param out results
 * @param err failures
 * @param isInteractive whether lines on {@code out} may be redrawn
 * @param isColored whether text may be coloured
 * @param isDebugging whether failures come with their stack traces
 */
public record Terminal(
        PrintWriter out, PrintWriter err, boolean isInteractive, boolean isColored, boolean isDebugging) {
    /**
     * The launcher's {@code concord.terminal} says whether standard output is a terminal; Java 17 could only say whether
     * both input and output are.
     */
    public static Terminal current() {
        boolean interactive = Boolean.getBoolean("concord.terminal") && !"dumb".equals(variable("TERM"));
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                interactive,
                interactive && variable("NO_COLOR").isEmpty(),
                "1".equals(variable("CONCORD_DEBUG")));
    }

    /** A line of the result. */
    public void print(String line) {
        out.println(line);
    }

    /** A line about what went wrong. */
    public void warn(String line) {
        err.println("concord: " + line);
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }
}
