package io.concord.server.ops;

import io.concord.core.model.Limits;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.audit.AuditLog;
import io.concord.server.audit.AuditMeter;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.AccessControl;
import io.concord.server.service.Cluster;
import io.concord.server.service.ClusterStatus;
import io.concord.server.service.DiskUse;
import io.concord.server.service.MemberStatus;
import io.concord.server.service.ReplicatedLog;
import io.concord.server.service.rate.RateMeter;
import io.concord.server.service.watch.CutReason;
import io.concord.server.service.watch.WatchHub;
import io.concord.server.service.watch.WatchMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** Concord's metrics, all under {@code concord_}; the names are part of the contract with operators. */
@ApplicationScoped
public class NodeMetrics {
    static final String REQUESTS = "concord_requests";
    static final String REQUEST_TIME = "concord_request";
    static final String APPLY_TIME = "concord_apply";
    static final String SYNC_TIME = "concord_log_sync";
    static final String COMMIT_TIME = "concord_commit";

    static final List<String> ROLES = List.of("leader", "candidate", "follower", "learner");

    private static final List<String> AUTH_FAILURES = Stream.of(
                    ErrorCode.UNAUTHORIZED, ErrorCode.TOKEN_REVOKED, ErrorCode.FORBIDDEN)
            .map(ErrorCode::code)
            .toList();

    private static final double MILLIS_OF_SECOND = 1_000;
    private static final List<String> RATE_LIMITS = List.of("requests", "bytes");

    private final MetricRegistry registry;

    /** Those that there have been, because the registry takes long to find one. */
    private final ConcurrentMap<Kind, Series> requests = new ConcurrentHashMap<>();

    private record Kind(String operation, String result) {}

    private record Series(Counter count, Timer time) {
        void finished(Duration elapsed) {
            count.inc();
            time.update(elapsed);
        }
    }

    @Inject
    public NodeMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected NodeMetrics() {
        this.registry = null;
    }

    /** Where the state machine tells how long each command took. */
    public LongConsumer applyTimes() {
        Timer timer = registry.timer(described(APPLY_TIME, "Time to apply one committed command"));
        return nanos -> timer.update(Duration.ofNanos(nanos));
    }

    /** Where the storage tells how long each sync of the log took. */
    public LongConsumer syncTimes() {
        Timer timer = registry.timer(described(SYNC_TIME, "Time to have the log on disk (fsync), for all that waited"));
        return nanos -> timer.update(Duration.ofNanos(nanos));
    }

    /** Where the leader is told how long each command took until it was committed and applied. */
    public LongConsumer commitTimes() {
        Timer timer = registry.timer(described(
                COMMIT_TIME, "On the leader, time from a command's arrival until a majority has it and it is applied"));
        return nanos -> timer.update(Duration.ofNanos(nanos));
    }

    /** Counts a finished request; {@code result} is {@code ok} or the error code. */
    public void request(String operation, String result, Duration elapsed) {
        requests.computeIfAbsent(new Kind(operation, result), this::series).finished(elapsed);
        if (AUTH_FAILURES.contains(result)) {
            authFailures(result).inc();
        }
    }

    private Series series(Kind kind) {
        var tags = new Tag[] {new Tag("operation", kind.operation()), new Tag("result", kind.result())};
        return new Series(
                registry.counter(described(REQUESTS, "Finished requests by operation and result"), tags),
                registry.timer(described(REQUEST_TIME, "Time of requests by operation and result"), tags));
    }

    /** Registers what is counted, before there is anything to count: the first of each is then seen to be one more. */
    public void begin() {
        AUTH_FAILURES.forEach(this::authFailures);
    }

    private Counter authFailures(String reason) {
        return registry.counter(
                described(
                        "concord_auth_failures", "Requests refused for want of a good token or of a right, by reason"),
                new Tag("reason", reason));
    }

    /** Who counts requests that were refused because their identity had asked for too much. */
    public RateMeter rateMeter() {
        // So that the counters are there before the first refusal.
        for (var limit : RATE_LIMITS) {
            limited(limit);
        }
        return limit -> limited(limit).inc();
    }

    private Counter limited(String limit) {
        return registry.counter(
                described("concord_rate_limited", "Requests refused because their identity had asked for too much"),
                new Tag("limit", limit));
    }

    /** Who counts what is audited. */
    public AuditMeter auditMeter() {
        var written = registry.counter(described("concord_audit_written", "Events written to the audit log"));
        var lost = registry.counter(described("concord_audit_lost", "Events that the audit log lacks"));
        var heldBack = registry.counter(described(
                "concord_audit_held_back", "Refusals counted together in the audit log, because of their number"));
        return new AuditMeter() {
            @Override
            public void written(long events) {
                written.inc(events);
            }

            @Override
            public void lost(long events) {
                lost.inc(events);
            }

            @Override
            public void heldBack(long events) {
                heldBack.inc(events);
            }
        };
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

    /** Who counts watches. */
    public WatchMeter watchMeter() {
        // So that the counters are there before the first cut.
        for (var reason : CutReason.values()) {
            cuts(reason);
        }
        return new WatchMeter() {
            @Override
            public void answered(String result, Duration elapsed) {
                request("watch", result, elapsed);
            }

            @Override
            public void cut(CutReason reason) {
                cuts(reason).inc();
            }
        };
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

    private Counter cuts(CutReason reason) {
        return registry.counter(
                described("concord_watch_cuts", "Watches broken off because the watcher was too slow, by reason"),
                new Tag("reason", reason.text()));
    }

    /** Registers what is read from the node at each scrape. */
    public void watch(Cluster cluster) {
        ROLES.forEach(role -> registry.gauge(
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

    static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
