package io.concord.core.model;

/**
 * The name of an entry within its namespace: 1 to 1,024 bytes of any well-formed text. Ordered by code point, which is
 * the order of the UTF-8 bytes; {@link #toString} is escaped for logs, {@link #text} is the key.
 */
public final class Key implements Comparable<Key> {
    private static final TextRule RULE = TextRule.unicode("key", 1, Limits.KEY_BYTES_MAX);

    private final String text;

    // Justification: no record, for it remembers which order will do: keys are compared more often than anything else.
    private final boolean ordered;

    public Key(String text) {
        this.text = RULE.check(text);
        this.ordered = CodePointOrder.isThatOfUnits(text);
    }

    public String text() {
        return text;
    }

    @Override
    public int compareTo(Key other) {
        return ordered && other.ordered ? text.compareTo(other.text) : CodePointOrder.compare(text, other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && text.equals(key.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return Escaped.text(text);
    }
}
