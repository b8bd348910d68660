package io.concord.server.ops;

import io.concord.server.config.NodeConfig;
import io.concord.server.service.Cluster;
import io.concord.server.service.ClusterStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The three probes. <em>Live</em> fails only when a restart is the cure, so never for want of a quorum: restarting the
 * survivors of a lost majority makes things worse. <em>Ready</em> says whether requests are well sent here.
 */
@ApplicationScoped
public class NodeHealth {
    private final Cluster cluster;
    private final long lagEntriesMax;
    private final Supplier<Optional<String>> tokensAlarm;

    @Inject
    public NodeHealth(Cluster cluster, NodeConfig config, TokenAlarm tokensAlarm) {
        this.cluster = cluster;
        this.lagEntriesMax = config.readyLagEntriesMax();
        this.tokensAlarm = tokensAlarm;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected NodeHealth() {
        this.cluster = null;
        this.lagEntriesMax = 0;
        this.tokensAlarm = Optional::empty;
    }

    @Produces
    @Liveness
    HealthCheck live() {
        return () -> {
            var check = HealthCheckResponse.named("concord-node");
            var failure = cluster.failure();
            failure.ifPresent(reason -> check.withData("reason", "the node has stopped itself: " + reason));
            return check.status(failure.isEmpty()).build();
        };
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> {
            var status = cluster.status();
            var reason = notReady(status);
            var check = HealthCheckResponse.named("concord-cluster")
                    .withData("node", status.node())
                    .withData("leader", status.leader().orElse("none"))
                    .withData("term", status.term())
                    .withData("reachable-voters", status.reachableVoters())
                    .withData("majority", status.majority());
            tokensAlarm.get().ifPresent(alarm -> check.withData("tokens-alarm", alarm));
            cluster.alarm().ifPresent(alarm -> check.withData("alarm", alarm));
            if (!reason.isEmpty()) {
                check.withData("reason", reason);
            }
            return check.status(reason.isEmpty()).build();
        };
    }

    @Produces
    @Startup
    HealthCheck started() {
        return () -> HealthCheckResponse.up("concord-started");
    }

    private String notReady(ClusterStatus status) {
        if (cluster.failure().isPresent()) {
            return "the node has stopped itself";
        }
        if (status.leader().isEmpty() && status.clusterId().isEmpty()) {
            return status.local().role().equals("learner")
                    ? "this node has an empty data directory and waits to hear from a leader"
                    : "waiting for all members to found the cluster: " + status.reachableVoters() + " of "
                            + status.members().size() + " reachable";
        }
        if (status.leader().isEmpty()) {
            return status.reachableVoters() < status.majority()
                    ? "waiting for other members: " + status.reachableVoters() + " of "
                            + status.members().size() + " reachable, " + status.majority() + " needed"
                    : "waiting for a leader to be elected";
        }
        var lag = status.lag();
        if (lag.isEmpty()) {
            return "waiting to hear from the leader how far behind this node is";
        }
        return lag.get() > lagEntriesMax
                ? "catching up: " + lag.get() + " entries behind the leader, at most " + lagEntriesMax + " are allowed"
                : "";
    }
}
