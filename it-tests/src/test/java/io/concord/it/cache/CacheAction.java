package io.concord.it.cache;

import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks of one key of a cache. Answers are text: a value, {@code true} or {@code false}, null for nothing.
 *
 * @param expected the value that the entry must have; empty for the actions that do not ask
 * @param value the value to write; empty for the actions that write none
 */
public record CacheAction(Kind kind, String expected, String value) {

    /** The operations of {@link javax.cache.Cache}. */
    public enum Kind {
        GET,
        PUT,
        GET_AND_PUT,
        PUT_IF_ABSENT,
        REPLACE,
        REPLACE_EXPECTED,
        GET_AND_REPLACE,
        REMOVE,
        REMOVE_EXPECTED,
        GET_AND_REMOVE,
        /** A processor that writes a value and returns the one before. */
        INVOKE
    }

    /** What is there afterwards, and what the caller is told. */
    record Step(@Nullable String state, @Nullable String answer) {}

    /** One by chance. */
    public static CacheAction draw(Random random, String expected, String value) {
        var kinds = Kind.values();
        return new CacheAction(kinds[random.nextInt(kinds.length)], expected, value);
    }

    /** Whether it can change anything. */
    public boolean isWrite() {
        return kind != Kind.GET;
    }

    Step on(@Nullable String state) {
        boolean present = state != null;
        boolean asExpected = Objects.equals(state, expected);
        return switch (kind) {
            case GET -> new Step(state, state);
            case PUT -> new Step(value, null);
            case GET_AND_PUT, INVOKE -> new Step(value, state);
            case PUT_IF_ABSENT -> new Step(present ? state : value, Boolean.toString(!present));
            case REPLACE -> new Step(present ? value : null, Boolean.toString(present));
            case REPLACE_EXPECTED -> new Step(asExpected ? value : state, Boolean.toString(asExpected));
            case GET_AND_REPLACE -> new Step(present ? value : null, state);
            case REMOVE -> new Step(null, Boolean.toString(present));
            case REMOVE_EXPECTED -> new Step(asExpected ? null : state, Boolean.toString(asExpected));
            case GET_AND_REMOVE -> new Step(null, state);
        };
    }
}
