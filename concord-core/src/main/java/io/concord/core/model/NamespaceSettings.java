package io.concord.core.model;

/**
 * What is fixed for all entries of a namespace; 0 stands for "no limit" and "no default".
 *
 * @param defaultTtlMillis lifetime of an entry that is written without a word about it
 * @param entriesMax how many entries it may hold
 * @param bytesMax how many bytes its keys, values, content types and tags may have
 */
public record NamespaceSettings(long defaultTtlMillis, long entriesMax, long bytesMax) {
    public static final NamespaceSettings NONE = new NamespaceSettings(0, 0, 0);

    public NamespaceSettings {
        if (defaultTtlMillis != 0) {
            Limits.requireTtl("default ttl", defaultTtlMillis);
        }
        requireNotNegative("entries", entriesMax);
        requireNotNegative("bytes", bytesMax);
    }

    private static void requireNotNegative(String what, long limit) {
        if (limit < 0) {
            throw new InvalidValueException(
                    "limit of " + what + " is " + limit + "; it is not negative, 0 is no limit");
        }
    }
}
