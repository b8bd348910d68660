package io.concord.server.ops;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.audit.AuditMeter;
import io.concord.server.service.rate.RateMeter;
import io.concord.server.service.watch.CutReason;
import io.concord.server.service.watch.WatchMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * What is counted and timed as it happens; what is read at each scrape is in {@link NodeGauges}. All of Concord's metrics are under
 * {@code concord_}, and their names are part of the contract with operators.
 */
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

    private Counter cuts(CutReason reason) {
        return registry.counter(
                described("concord_watch_cuts", "Watches broken off because the watcher was too slow, by reason"),
                new Tag("reason", reason.text()));
    }

    static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
