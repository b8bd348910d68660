package io.concord.core.model;

/**
 * The name that an author gives one request, so that a retry of it is known as such: 1 to 255 characters of visible
 * ASCII. It is unique to its author, not to the store.
 */
public record RequestId(String text) {
    private static final TextRule RULE = TextRule.ascii("request id", 0x21, Limits.REQUEST_ID_BYTES_MAX);

    public RequestId {
        RULE.check(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
