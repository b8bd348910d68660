package io.concord.server.ops;

import io.concord.server.events.QuorumLost;
import io.concord.server.events.RoleChanged;
import io.concord.server.events.SnapshotCreated;
import io.concord.server.events.SnapshotInstalled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts what happens to the node: the first observer of its events. */
@ApplicationScoped
public class EventMetrics {
    private final Map<String, Counter> roleChanges;
    private final Counter quorumLosses;
    private final Counter snapshotsCreated;
    private final Counter snapshotsInstalled;

    @Inject
    public EventMetrics(MetricRegistry registry) {
        this.roleChanges = NodeMetrics.ROLES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        role -> registry.counter(
                                NodeMetrics.described(
                                        "concord_raft_role_changes", "Times that the node took on a role"),
                                new Tag("role", role))));
        this.quorumLosses = registry.counter(NodeMetrics.described(
                "concord_quorum_losses", "Times that the node found itself without a leader and a majority"));
        this.snapshotsCreated = registry.counter(
                NodeMetrics.described("concord_snapshots_created", "Snapshots of its own state that the node made"));
        this.snapshotsInstalled = registry.counter(NodeMetrics.described(
                "concord_snapshots_installed", "Snapshots that the node took over from a leader"));
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected EventMetrics() {
        this.roleChanges = Map.of();
        this.quorumLosses = null;
        this.snapshotsCreated = null;
        this.snapshotsInstalled = null;
    }

    /** Has the counters there before there is anything to count, so that the first of each is seen to be one more. */
    public void begin() {
        Objects.requireNonNull(quorumLosses, "the constructor sets it");
    }

    void on(@Observes RoleChanged event) {
        var counter = roleChanges.get(event.role());
        if (counter != null && event.isAnotherRole()) {
            counter.inc();
        }
    }

    void on(@Observes QuorumLost event) {
        quorumLosses.inc();
    }

    void on(@Observes SnapshotCreated event) {
        snapshotsCreated.inc();
    }

    void on(@Observes SnapshotInstalled event) {
        snapshotsInstalled.inc();
    }
}
