package io.concord.core.model;

import org.jspecify.annotations.Nullable;

/**
 * The keys that begin with a prefix and lie between two bounds. The prefix may be empty.
 *
 * @param from the first key of the range; null where it begins with the first one there is
 * @param to the first key after the range; null where it ends with the last one there is
 */
public record KeyRange(
        String prefix, @Nullable Key from, @Nullable Key to) {
    private static final TextRule PREFIX_RULE = TextRule.unicode("prefix", 0, Limits.KEY_BYTES_MAX);

    public static final KeyRange ALL = new KeyRange("", null, null);

    public KeyRange {
        PREFIX_RULE.check(prefix);
    }

    public static KeyRange prefix(String prefix) {
        return new KeyRange(prefix, null, null);
    }

    public boolean contains(Key key) {
        return key.text().startsWith(prefix)
                && (from == null || from.compareTo(key) <= 0)
                && (to == null || key.compareTo(to) < 0);
    }

    public boolean isAll() {
        return prefix.isEmpty() && from == null && to == null;
    }

    /** Whether this key and all lesser ones lie before the range. */
    public boolean beginsAfter(Key key) {
        return (from != null && key.compareTo(from) < 0) || (!prefix.isEmpty() && key.compareTo(new Key(prefix)) < 0);
    }

    /** Whether this key and all greater ones lie after the range; never true of a key before it or in it. */
    public boolean endsBefore(Key key) {
        if (to != null && to.compareTo(key) <= 0) {
            return true;
        }
        return !prefix.isEmpty() && !key.text().startsWith(prefix) && key.compareTo(new Key(prefix)) > 0;
    }
}
