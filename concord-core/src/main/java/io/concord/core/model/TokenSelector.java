package io.concord.core.model;

/**
 * Which tokens of an issuer are meant: the one of an id, or those that were issued before an instant, of one subject or of
 * all.
 *
 * @param tokenId empty for all that {@code subject} and {@code issuedBeforeMillis} select
 * @param subject empty for any
 * @param issuedBeforeMillis since the epoch, not included; 0 in a command for the time at which it was asked for. An id
 *     selects its token whenever it was issued, so that it goes with 0
 */
public record TokenSelector(String issuer, String tokenId, String subject, long issuedBeforeMillis) {
    private static final TextRule ISSUER_RULE = TextRule.unicode("issuer", 0, Limits.AUTHOR_BYTES_MAX);
    private static final TextRule ID_RULE = TextRule.unicode("token id", 0, Limits.AUTHOR_BYTES_MAX);
    private static final TextRule SUBJECT_RULE = TextRule.unicode("subject", 0, Limits.AUTHOR_BYTES_MAX);

    public TokenSelector {
        ISSUER_RULE.check(issuer);
        ID_RULE.check(tokenId);
        SUBJECT_RULE.check(subject);
        Limits.requireTime(issuedBeforeMillis);
        if (!tokenId.isEmpty() && (!subject.isEmpty() || issuedBeforeMillis != 0)) {
            throw new InvalidValueException("a token that is selected by its id is selected by nothing else");
        }
    }

    public static TokenSelector ofId(String issuer, String tokenId) {
        return new TokenSelector(issuer, tokenId, "", 0);
    }

    public boolean selectsById() {
        return !tokenId.isEmpty();
    }

    /** The same with an instant, where it needs one and has none. */
    public TokenSelector at(long nowMillis) {
        return selectsById() || issuedBeforeMillis != 0 ? this : new TokenSelector(issuer, "", subject, nowMillis);
    }

    public boolean selects(Author author, Token token) {
        if (!author.issuer().equals(issuer)) {
            return false;
        }
        if (selectsById()) {
            return token.id().equals(tokenId);
        }
        return (subject.isEmpty() || author.subject().equals(subject)) && token.issuedMillis() < issuedBeforeMillis;
    }
}
