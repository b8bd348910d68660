package io.concord.server.raft;

import io.concord.core.state.Keyspace;
import io.concord.server.config.HostPort;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import io.concord.server.raft.replica.ReplicaStatus;
import io.concord.server.service.Cluster;
import io.concord.server.service.ClusterStatus;
import io.concord.server.service.MemberReport;
import io.concord.server.service.MemberStatus;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this node knows of the group: from its replica, from the group's view, and from what the members report. */
final class RaftCluster implements Cluster, Quorum {
    /** A report older than this says nothing about now; members report twice a second. */
    private static final long REPORT_NANOS_MAX = 5_000_000_000L;

    private record Received(MemberReport report, long nanoTime) {
        boolean isFresh() {
            return System.nanoTime() - nanoTime < REPORT_NANOS_MAX;
        }
    }

    private final NodeConfig config;
    private final Supplier<ReplicaStatus> replica;
    private final Function<String, Optional<HostPort>> seenAt;
    private final Keyspace keyspace;
    private final FailStop failStop;
    private final DigestWatch digests;
    private final String version;
    private final Map<String, Received> reports = new ConcurrentHashMap<>();
    private final int formatLevel;
    private volatile Map<String, Integer> connected = Map.of();

    RaftCluster(
            NodeConfig config,
            Supplier<ReplicaStatus> replica,
            Function<String, Optional<HostPort>> seenAt,
            Keyspace keyspace,
            FailStop failStop,
            DigestWatch digests,
            String version,
            int formatLevel) {
        this.config = config;
        this.replica = replica;
        this.seenAt = seenAt;
        this.keyspace = keyspace;
        this.failStop = failStop;
        this.digests = digests;
        this.version = version;
        this.formatLevel = formatLevel;
    }

    /** The other members in the group's view, with the highest format level that each reads. */
    void connected(Map<String, Integer> formatLevels) {
        connected = Map.copyOf(formatLevels);
    }

    @Override
    public int reachable() {
        var reachable = reachableIds();
        return (int) voters(replica.get()).stream().filter(reachable::contains).count();
    }

    /** A leader is proof of a majority, whatever the transport sees. */
    @Override
    public boolean isReachable() {
        return replica.get().leader() != null || Quorum.super.isReachable();
    }

    @Override
    public int majority() {
        return voters(replica.get()).size() / 2 + 1;
    }

    boolean leads() {
        return replica.get().leads();
    }

    @Override
    public Optional<String> failure() {
        return failStop.reason();
    }

    @Override
    public Optional<String> alarm() {
        return digests.alarm();
    }

    @Override
    public ClusterStatus status() {
        var now = replica.get();
        var local = localReport();
        var clusterId = now.membership().cluster();
        return new ClusterStatus(
                config.nodeId(),
                config.clusterName(),
                Optional.ofNullable(clusterId).map(Object::toString),
                Optional.ofNullable(now.leader()),
                now.term(),
                majority(),
                now.formatLevel(),
                local,
                memoryBytesMax(),
                members(now, local));
    }

    MemberReport localReport() {
        var view = keyspace.view();
        var now = replica.get();
        var checkpoint = digests.newest();
        return new MemberReport(
                config.nodeId(),
                now.role().name().toLowerCase(Locale.ROOT),
                now.leader() == null ? "" : now.leader(),
                now.term(),
                now.commitIndex(),
                now.appliedIndex(),
                now.lastIndex(),
                view.revision(),
                view.entryCount(),
                view.bytes(),
                view.memoryBytes(),
                config.limits().memoryBytesMax(Runtime.getRuntime().maxMemory()),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                version,
                checkpoint.index(),
                checkpoint.digest());
    }

    void received(MemberReport report) {
        reports.put(report.id(), new Received(report, System.nanoTime()));
        digests.reported(report.id(), new DigestWatch.Checkpoint(report.checkpointIndex(), report.checkpointDigest()));
    }

    @Override
    public long memoryBytesMax() {
        return reports.values().stream()
                .filter(Received::isFresh)
                .mapToLong(received -> received.report().memoryBytesMax())
                .reduce(config.limits().memoryBytesMax(Runtime.getRuntime().maxMemory()), Math::min);
    }

    private List<MemberStatus> members(ReplicaStatus now, MemberReport local) {
        var voters = voters(now);
        var reachable = reachableIds();
        var leaderCommit = leaderCommit(now.leader(), local);
        var ids = new TreeSet<>(voters);
        ids.addAll(reachable);
        return ids.stream()
                .map(id -> {
                    var report = id.equals(local.id())
                            ? Optional.of(local)
                            : Optional.ofNullable(reports.get(id)).map(Received::report);
                    var lag = leaderCommit.flatMap(commit -> report.map(MemberReport::appliedIndex)
                            .filter(known -> reachable.contains(id))
                            .map(known -> Math.max(0, commit - known)));
                    var voter = id.equals(local.id()) ? now.voter() : voters.contains(id) && !isLearner(report);
                    return new MemberStatus(
                            id, addressOf(id), voter, reachable.contains(id), formatLevelOf(id), report, lag);
                })
                .sorted(Comparator.comparing(MemberStatus::id))
                .toList();
    }

    /** A voter whose disk was lost says so itself. */
    private static boolean isLearner(Optional<MemberReport> report) {
        return report.filter(known -> known.role().equals("learner")).isPresent();
    }

    /** The commit index of the leader that this node follows; empty while nobody has told it lately. */
    private Optional<Long> leaderCommit(@Nullable String leader, MemberReport local) {
        if (leader == null) {
            return Optional.empty();
        }
        if (leader.equals(local.id())) {
            return Optional.of(local.commitIndex());
        }
        return Optional.ofNullable(reports.get(leader))
                .filter(Received::isFresh)
                .map(received -> received.report().commitIndex());
    }

    /** Those of the log; before there is any, those of the configuration. */
    private List<String> voters(ReplicaStatus now) {
        var voters = now.membership().voterIds();
        return voters.isEmpty() ? config.members().stream().map(Member::id).toList() : voters;
    }

    private Optional<Integer> formatLevelOf(String id) {
        return id.equals(config.nodeId()) ? Optional.of(formatLevel) : Optional.ofNullable(connected.get(id));
    }

    private Set<String> reachableIds() {
        var reachable = new HashSet<>(connected.keySet());
        reachable.add(config.nodeId());
        return reachable;
    }

    /** Where it is, rather than where the configuration, which may be older than its last start, says that it is. */
    private String addressOf(String id) {
        if (id.equals(config.nodeId())) {
            return config.address().toString();
        }
        return seenAt.apply(id).or(() -> configured(id)).map(HostPort::toString).orElse("");
    }

    private Optional<HostPort> configured(String id) {
        return config.members().stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .flatMap(Member::address);
    }
}
