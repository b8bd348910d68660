package io.concord.core.protocol;

/** The query parameters of the HTTP interface; any other is refused, so that a misspelt one is not ignored. */
public final class QueryParameters {
    /** The key, for what cannot stand in a path. */
    public static final String KEY = "key";

    /** {@code linearizable} (the default) or {@code stale}. */
    public static final String CONSISTENCY = "consistency";

    /** How long the caller waits at most: {@code 500ms}, {@code 5s} or ISO 8601 such as {@code PT5S}. */
    public static final String TIMEOUT = "timeout";

    /** What keys begin with. */
    public static final String PREFIX = "prefix";

    /** The name of a namespace, where the path does not give it. */
    public static final String NAMESPACE = "namespace";

    /** The first revision that a watcher wants to be told. */
    public static final String FROM_REVISION = "from-revision";

    /** {@code true}: each event tells what its entry was before. */
    public static final String PREVIOUS = "previous";

    /** Which events a watcher wants: a list of {@code put}, {@code delete} and {@code expire}. */
    public static final String TYPES = "types";

    private QueryParameters() {}
}
