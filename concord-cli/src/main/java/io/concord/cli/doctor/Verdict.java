package io.concord.cli.doctor;

import java.util.Locale;

/** How something is, the worst last. */
enum Verdict {
    OK,
    /** It works, and somebody should look. */
    WARNING,
    /** Something does not work, or soon will not. */
    PROBLEM;

    /** Of what is worse the more there is; both limits may be reached. */
    static <T extends Comparable<T>> Verdict above(T value, T warning, T problem) {
        return value.compareTo(problem) > 0 ? PROBLEM : value.compareTo(warning) > 0 ? WARNING : OK;
    }

    /** Of what is worse the less there is; both limits may be reached. */
    static <T extends Comparable<T>> Verdict below(T value, T warning, T problem) {
        return value.compareTo(problem) < 0 ? PROBLEM : value.compareTo(warning) < 0 ? WARNING : OK;
    }

    /** As people and programs read it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
