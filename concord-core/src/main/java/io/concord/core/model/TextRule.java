package io.concord.core.model;

import io.concord.core.format.Utf8;

/** The rule that a text of the model keeps: how many bytes it may have and from which range its characters come. */
public record TextRule(String subject, int bytesMin, int bytesMax, int codeMin, int codeMax) {

    /** Any well-formed Unicode text. */
    public static TextRule unicode(String subject, int bytesMin, int bytesMax) {
        return new TextRule(subject, bytesMin, bytesMax, Character.MIN_CODE_POINT, Character.MAX_CODE_POINT);
    }

    /** One or more characters of ASCII from codeMin to the tilde. */
    public static TextRule ascii(String subject, int codeMin, int bytesMax) {
        return new TextRule(subject, 1, bytesMax, codeMin, 0x7e);
    }

    /**
     * Returns the text if it keeps the rule.
     *
     * @throws InvalidValueException otherwise
     */
    public String check(String text) {
        int loneSurrogate = Utf8.firstLoneSurrogate(text);
        if (loneSurrogate >= 0) {
            throw new InvalidValueException(
                    subject + " has a lone surrogate at index " + loneSurrogate + "; well-formed text is required");
        }
        checkLength(Utf8.lengthBytes(text));
        if (codeMin > Character.MIN_CODE_POINT || codeMax < Character.MAX_CODE_POINT) {
            checkRange(text);
        }
        return text;
    }

    private void checkLength(long bytes) {
        if (bytes < bytesMin) {
            throw new InvalidValueException(subject + " is empty; it has at least " + bytesMin + " byte");
        }
        if (bytes > bytesMax) {
            throw new InvalidValueException(subject + " has " + bytes + " bytes; the limit is " + bytesMax);
        }
    }

    private void checkRange(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < codeMin || unit > codeMax) {
                throw new InvalidValueException(String.format(
                        "%s has the character 0x%02x at index %d; 0x%02x to 0x%02x are allowed",
                        subject, (int) unit, i, codeMin, codeMax));
            }
        }
    }
}
