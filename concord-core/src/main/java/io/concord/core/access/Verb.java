package io.concord.core.access;

import io.concord.core.model.InvalidValueException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What may be done with an entry. Each is granted by itself; {@link #ADMIN} alone includes the others. */
public enum Verb {
    /** To see whether an entry is there and what it is, also as a condition of a write or as what was there before it. */
    READ,

    /** To create, replace, increment and touch it; a lifetime is a part of what is written. */
    WRITE,

    /** To remove it. */
    DELETE,

    /** To be told what happens to it. */
    WATCH,

    /** All of that. Granted for every key of every namespace, also to govern the store: rules, tokens and the cluster. */
    ADMIN;

    /** As it stands in rules, such as {@code read}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a grant of these verbs is one of this verb. */
    public boolean isIn(Set<Verb> granted) {
        return granted.contains(this) || granted.contains(ADMIN);
    }

    /** The verb of a text; its case matters. */
    public static Verb of(String text) {
        return Arrays.stream(values())
                .filter(verb -> verb.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("a verb is one of "
                        + EnumSet.allOf(Verb.class).stream().map(Verb::text).collect(Collectors.joining(", "))));
    }
}
