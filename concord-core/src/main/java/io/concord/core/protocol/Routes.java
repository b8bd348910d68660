package io.concord.core.protocol;

/** The paths of the HTTP interface, version 1. */
public final class Routes {
    /** One entry: {@code /v1/kv/{key}}, or {@code /v1/kv?key=} for a key that cannot stand in a path. */
    public static final String KV = "/v1/kv";

    /**
     * The namespaces; one of them is {@code /v1/namespaces/{namespace}}, and its entries are below that at {@code /kv}, as
     * those of the default one are at {@link #KV}.
     */
    public static final String NAMESPACES = "/v1/namespaces";

    /** Atomic transactions: compare, then or else. */
    public static final String TRANSACTIONS = "/v1/txn";

    /** The leases; one of them is {@code /v1/leases/{id}}. */
    public static final String LEASES = "/v1/leases";

    /** What became of a write: {@code /v1/requests/{id}}, by its {@link Headers#IDEMPOTENCY_KEY}. */
    public static final String REQUESTS = "/v1/requests";

    /** Role, term, indices and sizes of the cluster as the answering node sees them. */
    public static final String CLUSTER_STATUS = "/v1/cluster/status";

    /** The members alone. */
    public static final String CLUSTER_MEMBERS = "/v1/cluster/members";

    private Routes() {}
}
