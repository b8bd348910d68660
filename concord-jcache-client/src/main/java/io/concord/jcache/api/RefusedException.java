package io.concord.jcache.api;

/** The cluster said no, and nothing was changed; the same request gets the same answer. */
public final class RefusedException extends ConcordCacheException {
    private static final long serialVersionUID = 1;

    private final String code;

    public RefusedException(String code, String message) {
        super(message, null);
        this.code = code;
    }

    /** The stable code of the refusal, such as {@code forbidden}, {@code storage-full} or {@code namespace-not-found}. */
    public String code() {
        return code;
    }
}
