package io.concord.core.model;

/**
 * The limits of the formats, in UTF-8 bytes where the name says bytes. They are constants of the state machine and not
 * configuration, because replicas must agree on what is valid; a server may configure lower ones for what it accepts.
 */
public final class Limits {
    public static final int KEY_BYTES_MAX = 1024;
    public static final int NAMESPACE_BYTES_MAX = 255;
    public static final int CONTENT_TYPE_BYTES_MAX = 255;
    public static final int REQUEST_ID_BYTES_MAX = 255;

    /** Of the issuer and of the subject, each. */
    public static final int AUTHOR_BYTES_MAX = 1024;

    public static final int VALUE_BYTES_CEILING = 64 * 1024 * 1024;
    public static final int PRECONDITION_REVISIONS_MAX = 64;

    /** The last millisecond of the year 9999: far enough, and the next one is still a number. */
    public static final long TIME_MILLIS_MAX = 253_402_300_799_999L;

    private Limits() {}

    /** Returns the time if it can stand in a command: 0 to {@link #TIME_MILLIS_MAX} since the epoch. */
    public static long requireTime(long timeMillis) {
        if (timeMillis < 0 || timeMillis > TIME_MILLIS_MAX) {
            throw new InvalidValueException("time is " + timeMillis + " ms; it lies between 0 and " + TIME_MILLIS_MAX);
        }
        return timeMillis;
    }
}
