package io.concord.jcache.codec;

import io.concord.jcache.api.UndecodableException;
import java.util.function.Function;

/**
 * A type whose values are written as one text each, the same for equal values and for no others, in keys and in values. What
 * reads as a value but is not its one text is refused.
 *
 * @param tag the character that stands before the text
 * @param textMax how many characters the text may have: what is longer is not even looked at
 */
record Atom<T>(char tag, Class<T> type, int textMax, Function<T, String> toText, Function<String, T> fromText) {

    String text(Object value) {
        return toText.apply(type.cast(value));
    }

    T read(String text) {
        if (text.length() > textMax) {
            throw new UndecodableException("the text of a " + type.getSimpleName() + " has " + text.length()
                    + " characters; the limit is " + textMax);
        }
        var value = parsed(text);
        if (!toText.apply(value).equals(text)) {
            throw new UndecodableException("the text of a " + type.getSimpleName() + " is not in its one form");
        }
        return value;
    }

    private T parsed(String text) {
        try {
            return fromText.apply(text);
        } catch (RuntimeException e) {
            throw new UndecodableException("the text of a " + type.getSimpleName() + " cannot be read", e);
        }
    }
}
