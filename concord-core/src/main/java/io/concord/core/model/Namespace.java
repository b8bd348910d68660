package io.concord.core.model;

/**
 * The name of a set of keys: 1 to 255 bytes of any well-formed text. Ordered by code point; {@link #toString} is escaped
 * for logs, {@link #name} is the name.
 */
public record Namespace(String name) implements Comparable<Namespace> {
    private static final TextRule RULE = TextRule.unicode("namespace", 1, Limits.NAMESPACE_BYTES_MAX);

    /** Where a key lives when nobody says otherwise. */
    public static final Namespace DEFAULT = new Namespace("default");

    public Namespace {
        RULE.check(name);
    }

    @Override
    public int compareTo(Namespace other) {
        return CodePointOrder.compare(name, other.name);
    }

    @Override
    public String toString() {
        return Escaped.text(name);
    }
}
