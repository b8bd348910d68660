package io.concord.core.model;

/**
 * Who asked for a change: the issuer and the subject of the caller's token. The issuer may be empty, the subject has 1 to
 * 1,024 bytes; {@link #toString} is escaped for logs.
 */
public record Author(String issuer, String subject) {
    private static final TextRule ISSUER_RULE = TextRule.unicode("issuer", 0, Limits.AUTHOR_BYTES_MAX);
    private static final TextRule SUBJECT_RULE = TextRule.unicode("subject", 1, Limits.AUTHOR_BYTES_MAX);

    /** Concord itself, where nobody asked: when entries expire. */
    public static final Author CONCORD = new Author("", "concord");

    public Author {
        ISSUER_RULE.check(issuer);
        SUBJECT_RULE.check(subject);
    }

    @Override
    public String toString() {
        return Escaped.text(subject) + (issuer.isEmpty() ? "" : " of " + Escaped.text(issuer));
    }
}
