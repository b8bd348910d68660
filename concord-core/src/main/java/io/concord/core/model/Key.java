package io.concord.core.model;

/**
 * The name of an entry within its namespace: 1 to 1,024 bytes of any well-formed text. Ordered by code point, which is
 * the order of the UTF-8 bytes; {@link #toString} is escaped for logs, {@link #text} is the key.
 */
public record Key(String text) implements Comparable<Key> {
    private static final TextRule RULE = TextRule.unicode("key", 1, Limits.KEY_BYTES_MAX);

    public Key {
        RULE.check(text);
    }

    @Override
    public int compareTo(Key other) {
        return CodePointOrder.compare(text, other.text);
    }

    @Override
    public String toString() {
        return Escaped.text(text);
    }
}
