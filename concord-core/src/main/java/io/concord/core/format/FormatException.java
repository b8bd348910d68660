package io.concord.core.format;

/**
 * Bytes that do not follow their format: damaged, cut, or written by a release that is too new or too old. The message names the format, the
 * rule and the value, and never repeats raw content.
 */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The refusal of a version that this release does not know. */
    public static FormatException unknownVersion(String format, int found, int known) {
        String advice = found > known ? "upgrade it" : "it was written by an older release that this one does not read";
        return new FormatException(
                format + " has format version " + found + "; this node reads " + known + ": " + advice);
    }

    /** The refusal of a type tag that the format version does not define. */
    public static FormatException unknownTag(String format, int found) {
        return new FormatException(format + " has the unknown type tag " + found);
    }
}
