package io.concord.server.ops;

import static io.concord.server.ops.NodeMetrics.described;

import io.concord.core.model.Limits;
import io.concord.server.audit.AuditLog;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.AccessControl;
import io.concord.server.service.Cluster;
import io.concord.server.service.ClusterStatus;
import io.concord.server.service.DiskUse;
import io.concord.server.service.MemberStatus;
import io.concord.server.service.ReplicatedLog;
import io.concord.server.service.watch.WatchHub;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What is read from the parts of a node at each scrape. */
@ApplicationScoped
public class NodeGauges {
    private static final double MILLIS_OF_SECOND = 1_000;

    private final MetricRegistry registry;

    @Inject
    public NodeGauges(MetricRegistry registry) {
        this.registry = registry;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected NodeGauges() {
        this.registry = null;
    }

    /** Registers how the audit log is. */
    public void watch(AuditLog audit) {
        registry.gauge(
                described("concord_audit_failing", "1 while the audit log cannot be written"),
                audit,
                (AuditLog log) -> log.isFailing() ? 1.0 : 0.0);
        registry.gauge(
                described("concord_audit_queued_bytes", "What waits to be written to the audit log"),
                audit,
                (AuditLog log) -> (double) log.queuedCharacters());
    }

    /** Registers how many watches are open. */
    public void watch(WatchHub watches) {
        registry.gauge(described("concord_watchers", "Open watches"), watches, (WatchHub hub) -> (double) hub.count());
    }

    /** Registers what is read from the state at each scrape. */
    public void watch(ReplicatedLog log) {
        registry.gauge(
                described("concord_revocations", "Revocations of tokens in force"),
                log,
                (ReplicatedLog watched) -> watched.localView().revocationCount());
        registry.gauge(
                described("concord_rules", "Rules in force"),
                log,
                (ReplicatedLog watched) -> watched.localView().rules().size());
        registry.gauge(
                described(
                        "concord_rules_revision",
                        "Revision of the rules, which each change moves on, as far as this node knows"),
                log,
                (ReplicatedLog watched) -> (double) watched.localView().rules().revision());
        registry.gauge(
                described("concord_tokens", "Tokens of Concord's own that have not ended, revoked ones included"),
                log,
                (ReplicatedLog watched) -> watched.localView().tokenCount());
    }

    /** Registers how often callers were told that they may not. */
    public void watch(AccessControl access) {
        registry.gauge(
                described(
                        "concord_access_refusals", "Requests refused by rules or roles on this node, since its start"),
                access,
                (AccessControl watched) -> (double) watched.refusals());
    }

    /** Registers whether the secret of the tokens is another one than that of the other nodes. */
    public void watch(BooleanSupplier tokensAlarm) {
        registry.gauge(
                described(
                        "concord_tokens_secret_mismatch",
                        "1 if this node's concord.tokens.secret opens no signing key"),
                tokensAlarm,
                (BooleanSupplier alarm) -> alarm.getAsBoolean() ? 1 : 0);
    }

    /** Registers when the certificate of a port ends. */
    public void certificate(String port, Supplier<Optional<Instant>> end) {
        registry.gauge(
                described(
                        "concord_certificate_expiry_seconds",
                        "Time until the certificate of a port ends; NaN: unknown"),
                end,
                (Supplier<Optional<Instant>> watched) -> watched.get()
                        .map(time -> Duration.between(Instant.now(), time).toMillis() / MILLIS_OF_SECOND)
                        .orElse(Double.NaN),
                new Tag("port", port));
    }

    /** Registers whether certificates on disk are others than those in use, because they cannot be used. */
    public void certificateAlarm(BooleanSupplier failing) {
        registry.gauge(
                described(
                        "concord_certificate_reload_failed",
                        "1 if files of certificates have changed and cannot be used, so that the old ones stay in use"),
                failing,
                (BooleanSupplier watched) -> watched.getAsBoolean() ? 1 : 0);
    }

    /** Registers what does not change while the node runs. */
    public void watch(NodeConfig config, String version) {
        constant("concord_watchers_max", "Watches that may be open at once", config.watchersMax());
        constant("concord_revocations_max", "Revocations that there may be at once", Limits.REVOCATIONS_MAX);
        constant(
                "concord_start_time_seconds",
                "When the process began, in seconds since 1970",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000.0);
        constant(
                "concord_info",
                "1; the labels say what runs",
                1,
                new Tag("version", version),
                new Tag("node", config.nodeId()));
    }

    private void constant(String name, String description, double value, Tag... tags) {
        registry.gauge(described(name, description), value, (Double constant) -> constant, tags);
    }

    /** Registers what is read from the disk at each scrape. */
    public void watch(DiskUse disk) {
        registry.gauge(described("concord_log_bytes", "Files of the log"), disk, DiskUse::logBytes);
        registry.gauge(described("concord_data_bytes", "All files of the data directory"), disk, DiskUse::dataBytes);
        registry.gauge(
                described("concord_disk_free_bytes", "What may still be written to the disk of the data directory"),
                disk,
                DiskUse::freeBytes);
        registry.gauge(
                described("concord_disk_total_bytes", "How large the disk of the data directory is"),
                disk,
                DiskUse::totalBytes);
    }

    /** Registers what is read from the node at each scrape. */
    public void watch(Cluster cluster) {
        NodeMetrics.ROLES.forEach(role -> registry.gauge(
                described("concord_raft_role", "1 for the role that the node has, 0 for the others"),
                cluster,
                watched -> watched.status().local().role().equals(role) ? 1 : 0,
                new Tag("role", role)));
        gauge(
                cluster,
                "concord_raft_has_leader",
                "1 if a leader is known",
                status -> status.leader().isPresent() ? 1 : 0);
        gauge(cluster, "concord_raft_term", "Raft term", status -> status.term());
        gauge(
                cluster,
                "concord_raft_commit_index",
                "Highest index known to be committed",
                status -> status.local().commitIndex());
        gauge(
                cluster,
                "concord_raft_applied_index",
                "Highest index in the state of this node",
                status -> status.local().appliedIndex());
        registry.gauge(
                described("concord_state_mismatch", "1 if the states of the members were found to differ"),
                cluster,
                watched -> watched.alarm().isPresent() ? 1 : 0);
        gauge(
                cluster,
                "concord_raft_last_index",
                "Highest index in the log",
                status -> status.local().lastIndex());
        gauge(
                cluster,
                "concord_raft_reachable_voters",
                "Voting members that can be reached",
                status -> status.reachableVoters());
        gauge(
                cluster,
                "concord_raft_voters",
                "Voting members",
                status -> status.members().stream().filter(MemberStatus::voter).count());
        gauge(cluster, "concord_raft_majority", "Voting members needed for a decision", ClusterStatus::majority);
        gauge(
                cluster,
                "concord_raft_lag_entries",
                "Entries that the leader has committed and this node has not applied; NaN while that is not known",
                status -> status.lag().map(Long::doubleValue).orElse(Double.NaN));
        registry.gauge(
                described("concord_node_stopped", "1 if the node has stopped itself and waits to be restarted"),
                cluster,
                watched -> watched.failure().isPresent() ? 1 : 0);
        gauge(
                cluster,
                "concord_store_revision",
                "Revision of the store",
                status -> status.local().revision());
        gauge(
                cluster,
                "concord_store_entries",
                "Entries in the store",
                status -> status.local().entries());
        gauge(
                cluster,
                "concord_store_memory_bytes",
                "What the store takes in memory, about",
                status -> status.local().memoryBytes());
        gauge(
                cluster,
                "concord_store_memory_bytes_max",
                "Past which growing writes are refused: that of the member that has least",
                status -> status.memoryBytesMax());
        gauge(
                cluster,
                "concord_store_bytes",
                "Bytes of keys and values in the store",
                status -> status.local().bytes());
    }

    private void gauge(Cluster cluster, String name, String description, ToDoubleFunction<ClusterStatus> value) {
        registry.gauge(described(name, description), cluster, watched -> value.applyAsDouble(watched.status()));
    }
}
