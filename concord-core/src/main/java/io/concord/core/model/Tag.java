package io.concord.core.model;

/**
 * A word that entries of any namespace may have in common, so that all of them can be removed by it: 1 to 128 bytes of any
 * well-formed text. Ordered by code point; {@link #toString} is escaped for logs, {@link #text} is the tag.
 */
public record Tag(String text) implements Comparable<Tag> {
    private static final TextRule RULE = TextRule.unicode("tag", 1, Limits.TAG_BYTES_MAX);

    public Tag {
        RULE.check(text);
    }

    @Override
    public int compareTo(Tag other) {
        return CodePointOrder.compare(text, other.text);
    }

    @Override
    public String toString() {
        return Escaped.text(text);
    }
}
