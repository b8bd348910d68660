package io.concord.core.model;

/**
 * User text made safe for a log line or a message: control characters, line separators, invisible format characters,
 * lone surrogates and the backslash itself become escapes, so that no key can forge a line or hide in one.
 */
public final class Escaped {
    private Escaped() {}

    public static String text(String text) {
        var escaped = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> append(escaped, codePoint));
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int codePoint) {
        if (codePoint == '\\') {
            escaped.append("\\\\");
        } else if (isHidden(codePoint)) {
            escaped.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
        } else {
            escaped.appendCodePoint(codePoint);
        }
    }

    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }
}
