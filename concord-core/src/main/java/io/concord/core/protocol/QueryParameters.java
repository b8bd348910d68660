package io.concord.core.protocol;

/** The query parameters of the HTTP interface; any other is refused, so that a misspelt one is not ignored. */
public final class QueryParameters {
    /** The key, for what cannot stand in a path. */
    public static final String KEY = "key";

    /** The id of a write, for what cannot stand in a path. */
    public static final String ID = "id";

    /** {@code linearizable} (the default) or {@code stale}. */
    public static final String CONSISTENCY = "consistency";

    /** How long the caller waits at most: {@code 500ms}, {@code 5s} or ISO 8601 such as {@code PT5S}. */
    public static final String TIMEOUT = "timeout";

    /** How long an entry lives: {@code 30s}, ISO 8601, {@code never}, or {@code keep} (as it has now). */
    public static final String TTL = "ttl";

    /** The id of the lease that an entry lives as long as. */
    public static final String LEASE = "lease";

    /** A tag that a put gives to its entry, as often as it has tags; the one of all entries that a delete removes. */
    public static final String TAG = "tag";

    /** {@code previous}: the answer to a write carries the entry that was there, also where it is refused. */
    public static final String RETURN = "return";

    /** What a POST to an entry does: {@code increment} or {@code touch}. */
    public static final String OPERATION = "op";

    /** How much an increment adds; 1 by default, and it may be negative. */
    public static final String BY = "by";

    /** What an absent entry counts as before an increment; 0 by default. */
    public static final String INITIAL = "initial";

    /** The beginning of all keys of a range. */
    public static final String PREFIX = "prefix";

    /** The first key of a range. */
    public static final String FROM = "from";

    /** The first key after a range. */
    public static final String TO = "to";

    /** How many entries a page has at most. */
    public static final String LIMIT = "limit";

    /** Where the next page begins, as the answer with the page before has it. */
    public static final String CURSOR = "cursor";

    /** {@code true}: entries without their values. */
    public static final String KEYS_ONLY = "keys-only";

    /** {@code true}: tells what a transaction would do, and does not do it. */
    public static final String DRY_RUN = "dry-run";

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
