package io.concord.core.access;

import io.concord.core.model.CodePointOrder;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import org.jspecify.annotations.Nullable;

/**
 * Keys that lie between two texts in the order of keys, which is that of code points.
 *
 * @param from the least text that is in it
 * @param to the least text after it; null where there is none
 */
record Span(String from, @Nullable String to) {
    /** The least text that is greater than another is that with this after it. */
    private static final char LEAST = '\u0000';

    static Span ofKey(String key) {
        return new Span(key, key + LEAST);
    }

    static Span ofPrefix(String prefix) {
        return new Span(prefix, after(prefix));
    }

    static Span of(KeyRange keys) {
        var whole = ofPrefix(keys.prefix());
        Key from = keys.from();
        Key to = keys.to();
        return new Span(
                from != null && CodePointOrder.compare(from.text(), whole.from) > 0 ? from.text() : whole.from,
                to != null && isBefore(to.text(), whole.to) ? to.text() : whole.to);
    }

    boolean isEmpty() {
        return !isBefore(from, to);
    }

    boolean contains(String text) {
        return CodePointOrder.compare(from, text) <= 0 && isBefore(text, to);
    }

    /** Whether a text lies before an end, which null is of everything. */
    static boolean isBefore(String text, @Nullable String end) {
        return end == null || CodePointOrder.compare(text, end) < 0;
    }

    /** Of two ends the one that is later. */
    static @Nullable String later(@Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            return null;
        }
        return CodePointOrder.compare(left, right) < 0 ? right : left;
    }

    /** The least text after all that begin so: the last code point that has a next one becomes that. */
    private static @Nullable String after(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            int begin = end - Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, begin) + Character.toString(next);
            }
            end = begin;
        }
        return null;
    }
}
