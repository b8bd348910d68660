package io.concord.it.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a cache. Times are of {@link System#nanoTime}, which on Linux is one clock for all JVMs of a machine.
 *
 * @param returned {@link #NEVER} if nobody knows what came of it: it may have happened at any time since, or not
 * @param answer null for nothing
 */
public record CacheCall(
        String client,
        String key,
        CacheAction action,
        long invoked,
        long returned,
        @Nullable String answer) {
    /** The return time of what has no known end. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final String NOTHING = "-";

    boolean isAnswered() {
        return returned != NEVER;
    }

    /** A line of text, for another JVM to read. No part of it has a tabulator or is {@code "-"}. */
    public String toLine() {
        return String.join(
                "\t",
                client,
                key,
                action.kind().name(),
                text(action.expected()),
                text(action.value()),
                Long.toString(invoked),
                Long.toString(returned),
                answer == null ? NOTHING : answer);
    }

    /** What {@link #toLine} wrote. */
    public static CacheCall fromLine(String line) {
        var parts = List.of(line.split("\t", -1));
        var action = new CacheAction(CacheAction.Kind.valueOf(parts.get(2)), parts.get(3), parts.get(4));
        var answer = parts.get(7);
        return new CacheCall(
                parts.get(0),
                parts.get(1),
                action,
                Long.parseLong(parts.get(5)),
                Long.parseLong(parts.get(6)),
                answer.equals(NOTHING) ? null : answer);
    }

    private static String text(String part) {
        if (part.indexOf('\t') >= 0 || part.equals(NOTHING)) {
            throw new IllegalArgumentException("'" + part + "' cannot stand in a line");
        }
        return part;
    }
}
