package io.concord.core.model;

/**
 * A key with its value and its history in numbers.
 *
 * @param createRevision the revision that created it, after the last time it was absent
 * @param revision the revision that wrote it last
 * @param version how often it was written since it was created, from 1
 * @param author who wrote it last
 * @param writtenMillis when that write was first asked for, since the epoch
 * @param lifetime how long it stays
 * @param tags what it may be removed by, together with others
 */
public record Entry(
        Key key,
        Value value,
        long createRevision,
        long revision,
        long version,
        Author author,
        long writtenMillis,
        Lifetime lifetime,
        Tags tags) {

    public Entry {
        if (createRevision < 1 || revision < createRevision) {
            throw new InvalidValueException("entry has revision " + revision + " and create revision " + createRevision
                    + "; 1 <= create <= it");
        }
        if (version < 1 || version > revision - createRevision + 1) {
            throw new InvalidValueException("entry has version " + version + " after " + (revision - createRevision + 1)
                    + " revisions; it lies between 1 and that");
        }
        Limits.requireTime(writtenMillis);
    }

    /** One without tags. */
    public Entry(
            Key key,
            Value value,
            long createRevision,
            long revision,
            long version,
            Author author,
            long writtenMillis,
            Lifetime lifetime) {
        this(key, value, createRevision, revision, version, author, writtenMillis, lifetime, Tags.NONE);
    }

    /** The same entry with another lifetime; nothing else of it changes. */
    public Entry with(Lifetime other) {
        return new Entry(key, value, createRevision, revision, version, author, writtenMillis, other, tags);
    }
}
