package io.concord.core.protocol;

/** The paths of the HTTP interface, version 1. */
public final class Routes {
    /** One entry: {@code /v1/kv/{key}}, or {@code /v1/kv?key=} for a key that cannot stand in a path. */
    public static final String KV = "/v1/kv";

    /** Changes as they happen, as Server-Sent Events or as frames; also {@code /v1/namespaces/{namespace}/watch}. */
    public static final String WATCH = "/v1/watch";

    /** Many operations in one request, in the binary form of {@link io.concord.core.protocol.batch.BatchCodec}. */
    public static final String BATCH = "/v1/batch";

    /**
     * The namespaces; one of them is {@code /v1/namespaces/{namespace}}, and its entries are below that at {@code /kv}, as
     * those of the default one are at {@link #KV}.
     */
    public static final String NAMESPACES = "/v1/namespaces";

    /** Atomic transactions: compare, then or else. */
    public static final String TRANSACTIONS = "/v1/txn";

    /** The leases; one of them is {@code /v1/leases/{id}}. */
    public static final String LEASES = "/v1/leases";

    /** Concord's own tokens; one of them is {@code /v1/tokens/{id}}. */
    public static final String TOKENS = "/v1/tokens";

    /** The keys that sign them; one is {@code /v1/tokens/keys/{id}}. */
    public static final String TOKEN_KEYS = "/v1/tokens/keys";

    /** The revocations of tokens; one of them is {@code /v1/tokens/revocations/{id}}. */
    public static final String REVOCATIONS = "/v1/tokens/revocations";

    /** The rules by which callers may do what they do; one of them is {@code /v1/rules/{name}}. */
    public static final String RULES = "/v1/rules";

    /** Whether somebody may do something, and why. */
    public static final String AUTHZ_EXPLAIN = "/v1/authz/explain";

    /**
     * The tags of entries of all namespaces: {@code /v1/tags/{tag}}, or {@code /v1/tags?tag=} for a tag that cannot stand in
     * a path.
     */
    public static final String TAGS = "/v1/tags";

    /**
     * What became of a write, by its {@link Headers#IDEMPOTENCY_KEY}: {@code /v1/requests/{id}}, or {@code
     * /v1/requests?id=} for an id that cannot stand in a path.
     */
    public static final String REQUESTS = "/v1/requests";

    /** Role, term, indices and sizes of the cluster as the answering node sees them. */
    public static final String CLUSTER_STATUS = "/v1/cluster/status";

    /** The members alone. */
    public static final String CLUSTER_MEMBERS = "/v1/cluster/members";

    /** What the answering node finds when it looks at itself and at its way to the others. */
    public static final String CLUSTER_DIAGNOSIS = "/v1/cluster/diagnosis";

    /** A snapshot of the answering node. */
    public static final String CLUSTER_SNAPSHOT = "/v1/cluster/snapshot";

    /** Another leader. */
    public static final String CLUSTER_HAND_OVER = "/v1/cluster/hand-over";

    /** The cluster goes to the formats that all of its members read. */
    public static final String CLUSTER_FINISH_UPGRADE = "/v1/cluster/finish-upgrade";

    /** A backup of the whole store. */
    public static final String CLUSTER_BACKUP = "/v1/cluster/backup";

    /** The restore under way; its parts and its end are below {@code /v1/cluster/restore/{id}}. */
    public static final String CLUSTER_RESTORE = "/v1/cluster/restore";

    private Routes() {}
}
