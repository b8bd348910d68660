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

    /** Tags of one entry. */
    public static final int TAGS_MAX = 8;

    public static final int TAG_BYTES_MAX = 128;

    public static final int VALUE_BYTES_CEILING = 64 * 1024 * 1024;
    public static final int PRECONDITION_REVISIONS_MAX = 64;

    /** The last millisecond of the year 9999: far enough, and the next one is still a number. */
    public static final long TIME_MILLIS_MAX = 253_402_300_799_999L;

    /** Of a time to live: 100 years. */
    public static final long TTL_MILLIS_MAX = 3_155_760_000_000L;

    /** Operations of one transaction: those of both branches and the comparisons, each. */
    public static final int TRANSACTION_STEPS_MAX = 4096;

    /** Entries in the answer to one range within a transaction. */
    public static final int RANGE_ENTRIES_MAX = 10_000;

    /** Of the entries in the answer to one range within a transaction, about: the first one is always there. */
    public static final int RANGE_BYTES_MAX = 4 * 1024 * 1024;

    /** Of the answer to one transaction, about. */
    public static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;

    /** Writes that may share an entry of the log. */
    public static final int BATCH_WRITES_MAX = 4096;

    public static final int NAMESPACES_MAX = 10_000;
    public static final int LEASES_MAX = 1_000_000;

    public static final int REVOCATIONS_MAX = 10_000;

    /** Of Concord's own tokens that have not ended, revoked ones included. */
    public static final int TOKENS_MAX = 10_000;

    /** The key that signs tokens, and those before it whose tokens have not all ended. */
    public static final int SIGNING_KEYS_MAX = 16;

    /** How long one of Concord's own tokens may be good: 366 days. */
    public static final long TOKEN_SECONDS_MAX = 31_622_400;

    public static final int RULES_MAX = 1_000;

    /** Grantees of one rule, and grants of one rule. */
    public static final int RULE_PARTS_MAX = 100;

    /** Of all names and patterns of one rule. */
    public static final int RULE_BYTES_MAX = 16 * 1024;

    public static final int KEY_PATTERN_BYTES_MAX = 2048;
    public static final int GROUP_BYTES_MAX = 255;

    private Limits() {}

    /** Returns the time to live if it is one: 1 ms to {@link #TTL_MILLIS_MAX}. */
    public static long requireTtl(String name, long ttlMillis) {
        if (ttlMillis < 1 || ttlMillis > TTL_MILLIS_MAX) {
            throw new InvalidValueException(name + " is " + ttlMillis + " ms; it lies between 1 and " + TTL_MILLIS_MAX);
        }
        return ttlMillis;
    }

    /** Returns the time if it can stand in a command: 0 to {@link #TIME_MILLIS_MAX} since the epoch. */
    public static long requireTime(long timeMillis) {
        if (timeMillis < 0 || timeMillis > TIME_MILLIS_MAX) {
            throw new InvalidValueException("time is " + timeMillis + " ms; it lies between 0 and " + TIME_MILLIS_MAX);
        }
        return timeMillis;
    }
}
