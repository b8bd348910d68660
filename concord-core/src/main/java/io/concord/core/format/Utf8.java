package io.concord.core.format;

/**
 * Counting and checking of UTF-8 without encoding. The JDK's encoder replaces what it cannot encode by '?', which would
 * store another key than the one that was authorised.
 */
public final class Utf8 {
    private Utf8() {}

    /** Returns the index of the first surrogate without its partner, or -1 if the text is well formed. */
    public static int firstLoneSurrogate(String text) {
        int i = asciiPrefix(text);
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            if (Character.MIN_SURROGATE <= codePoint && codePoint <= Character.MAX_SURROGATE) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return -1;
    }

    /** Returns how many bytes a well-formed text has in UTF-8. */
    public static long lengthBytes(String text) {
        int ascii = asciiPrefix(text);
        long bytes = ascii;
        for (int i = ascii; i < text.length(); i++) {
            bytes += bytesOf(text.charAt(i));
        }
        return bytes;
    }

    /** How many characters of ASCII a text begins with: mostly all. */
    private static int asciiPrefix(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < 0x80) {
            i++;
        }
        return i;
    }

    /** A surrogate counts 2, so that a pair has its 4 bytes. */
    private static int bytesOf(char unit) {
        if (unit < 0x80) {
            return 1;
        }
        return unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
}
