package io.concord.core.protocol;

/** The query parameters of the HTTP interface; any other is refused, so that a misspelt one is not ignored. */
public final class QueryParameters {
    /** The key, for what cannot stand in a path. */
    public static final String KEY = "key";

    /** {@code linearizable} (the default) or {@code stale}. */
    public static final String CONSISTENCY = "consistency";

    /** How long the caller waits at most: {@code 500ms}, {@code 5s} or ISO 8601 such as {@code PT5S}. */
    public static final String TIMEOUT = "timeout";

    private QueryParameters() {}
}
