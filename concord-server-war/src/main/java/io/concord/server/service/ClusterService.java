package io.concord.server.service;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The cluster on behalf of a caller: who may look at it, and who may change it. */
public final class ClusterService {
    private final Cluster cluster;
    private final ClusterControl control;
    private final ReplicatedLog log;
    private final AccessControl access;

    public ClusterService(Cluster cluster, ClusterControl control, ReplicatedLog log, AccessControl access) {
        this.log = log;
        this.access = access;
        this.cluster = cluster;
        this.control = control;
    }

    /** The cluster as this node sees it, for whoever may do anything at all: clients look for the leader here. */
    public ClusterStatus status(Caller caller) {
        var rules = log.localView().rules();
        if (!access.allowsAnything(caller, rules)) {
            access.require(caller, rules, List.of(Need.anything(Verb.READ)));
        }
        return cluster.status();
    }

    /** Whether the caller may know how much there is in the store. */
    public boolean mayCount(Caller caller) {
        return access.allows(caller, log.localView().rules(), List.of(Need.everything(Verb.READ)));
    }

    /** As {@link ClusterControl#promote}. */
    public CompletionStage<Void> promote(Caller caller, String id, Deadline deadline) {
        requireAdministrator(caller);
        return control.promote(id, deadline);
    }

    /** As {@link ClusterControl#remove}. */
    public CompletionStage<Void> remove(Caller caller, String id, Deadline deadline) {
        requireAdministrator(caller);
        return control.remove(id, deadline);
    }

    /** As {@link ClusterControl#finishUpgrade}. */
    public CompletionStage<Void> finishUpgrade(Caller caller, Deadline deadline) {
        requireAdministrator(caller);
        return control.finishUpgrade(deadline);
    }

    /** As {@link ClusterControl#snapshot}. */
    public CompletionStage<Long> snapshot(Caller caller, Deadline deadline) {
        requireAdministrator(caller);
        return control.snapshot(deadline);
    }

    /** As {@link ClusterControl#handOver}. */
    public CompletionStage<Optional<String>> handOver(Caller caller) {
        requireAdministrator(caller);
        return control.handOver();
    }

    /** By what this node knows, because it is asked also while there is no leader. */
    private void requireAdministrator(Caller caller) {
        access.require(caller, log.localView().rules(), List.of(Need.everything(Verb.ADMIN)));
    }
}
