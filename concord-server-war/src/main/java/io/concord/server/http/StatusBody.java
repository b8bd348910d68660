package io.concord.server.http;

import io.concord.server.service.ClusterStatus;
import io.concord.server.service.MemberReport;
import io.concord.server.service.MemberStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /v1/cluster/status}. Members that are null in it are not known and do not appear in the JSON.
 *
 * @param status {@code ok}, or {@code no-leader}, or {@code no-quorum} while too few members can be reached
 * @param clusterId made when the cluster was founded
 * @param leader id of the leader
 * @param commitIndex highest index of the log known here to be committed
 * @param appliedIndex highest index applied here
 * @param revision of the store, here
 * @param memoryBytes what the store takes in memory here, about
 * @param memoryBytesMax past which growing writes are refused: that of the member that has least
 * @param formatLevel of the cluster, as far as it is known here
 * @param entries how many there are here, for whoever may read them all
 * @param bytes of keys and values, here, for whoever may read them all
 */
public record StatusBody(
        String node,
        String cluster,
        @Nullable String clusterId,
        String status,
        String role,
        @Nullable String leader,
        long term,
        long commitIndex,
        long appliedIndex,
        long lastIndex,
        long revision,
        @Nullable Long entries,
        @Nullable Long bytes,
        long memoryBytes,
        long memoryBytesMax,
        long uptimeMillis,
        String version,
        int formatLevel,
        int majority,
        long reachableVoters,
        List<MemberBody> members) {

    /**
     * One member, also in {@code GET /v1/cluster/members}.
     *
     * @param formatLevelMax the highest level of formats that its release reads
     */
    public record MemberBody(
            String id,
            String address,
            @Nullable String role,
            boolean voter,
            boolean reachable,
            @Nullable Long term,
            @Nullable Long commitIndex,
            @Nullable Long lagEntries,
            @Nullable Long revision,
            @Nullable Long uptimeMillis,
            @Nullable String version,
            @Nullable Integer formatLevelMax) {

        static MemberBody of(MemberStatus member) {
            var report = member.reachable() ? member.report() : Optional.<MemberReport>empty();
            return new MemberBody(
                    member.id(),
                    member.address(),
                    report.map(MemberReport::role).orElse(null),
                    member.voter(),
                    member.reachable(),
                    report.map(MemberReport::term).orElse(null),
                    report.map(MemberReport::commitIndex).orElse(null),
                    member.lagEntries().orElse(null),
                    report.map(MemberReport::revision).orElse(null),
                    report.map(MemberReport::uptimeMillis).orElse(null),
                    report.map(MemberReport::version).orElse(null),
                    member.formatLevel().orElse(null));
        }
    }

    static StatusBody of(ClusterStatus cluster, boolean counted) {
        var local = cluster.local();
        return new StatusBody(
                cluster.node(),
                cluster.cluster(),
                cluster.clusterId().orElse(null),
                summary(cluster),
                local.role(),
                cluster.leader().orElse(null),
                cluster.term(),
                local.commitIndex(),
                local.appliedIndex(),
                local.lastIndex(),
                local.revision(),
                counted ? (Long) local.entries() : null,
                counted ? (Long) local.bytes() : null,
                local.memoryBytes(),
                cluster.memoryBytesMax(),
                local.uptimeMillis(),
                local.version(),
                cluster.formatLevel(),
                cluster.majority(),
                cluster.reachableVoters(),
                cluster.members().stream().map(MemberBody::of).toList());
    }

    private static String summary(ClusterStatus cluster) {
        if (cluster.leader().isPresent()) {
            return "ok";
        }
        return cluster.reachableVoters() < cluster.majority() ? "no-quorum" : "no-leader";
    }
}
