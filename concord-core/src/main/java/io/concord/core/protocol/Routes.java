package io.concord.core.protocol;

/** The paths of the HTTP interface, version 1. */
public final class Routes {
    /** One entry: {@code /v1/kv/{key}}, or {@code /v1/kv?key=} for a key that cannot stand in a path. */
    public static final String KV = "/v1/kv";

    /** Role, term, indices and sizes of the cluster as the answering node sees them. */
    public static final String CLUSTER_STATUS = "/v1/cluster/status";

    /** The members alone. */
    public static final String CLUSTER_MEMBERS = "/v1/cluster/members";

    /** A snapshot of the answering node. */
    public static final String CLUSTER_SNAPSHOT = "/v1/cluster/snapshot";

    /** Another leader. */
    public static final String CLUSTER_HAND_OVER = "/v1/cluster/hand-over";

    private Routes() {}
}
