package io.concord.server.service;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The cluster on behalf of a caller: who may look at it, and who may change it. */
public final class ClusterService {
    private final Cluster cluster;
    private final ClusterControl control;

    public ClusterService(Cluster cluster, ClusterControl control) {
        this.cluster = cluster;
        this.control = control;
    }

    /** The cluster as this node sees it. */
    public ClusterStatus status(Caller caller) {
        caller.require(Permission.READ);
        return cluster.status();
    }

    /** As {@link ClusterControl#promote}. */
    public CompletionStage<Void> promote(Caller caller, String id, Deadline deadline) {
        caller.require(Permission.ADMIN);
        return control.promote(id, deadline);
    }

    /** As {@link ClusterControl#remove}. */
    public CompletionStage<Void> remove(Caller caller, String id, Deadline deadline) {
        caller.require(Permission.ADMIN);
        return control.remove(id, deadline);
    }

    /** As {@link ClusterControl#snapshot}. */
    public CompletionStage<Long> snapshot(Caller caller, Deadline deadline) {
        caller.require(Permission.ADMIN);
        return control.snapshot(deadline);
    }

    /** As {@link ClusterControl#handOver}. */
    public CompletionStage<Optional<String>> handOver(Caller caller) {
        caller.require(Permission.ADMIN);
        return control.handOver();
    }
}
