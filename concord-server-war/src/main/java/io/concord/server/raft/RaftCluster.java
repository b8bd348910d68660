package io.concord.server.raft;

import io.concord.core.state.Keyspace;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
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
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.raft.util.Utils;
import org.jspecify.annotations.Nullable;

/** What this node knows of the group: from Raft, from the group's view, and from what the members report. */
final class RaftCluster implements Cluster, Quorum {
    /** A report older than this says nothing about now; members report twice a second. */
    private static final long REPORT_NANOS_MAX = 5_000_000_000L;

    private record Received(MemberReport report, long nanoTime) {
        boolean isFresh() {
            return System.nanoTime() - nanoTime < REPORT_NANOS_MAX;
        }
    }

    private final NodeConfig config;
    private final JChannel channel;
    private final RAFT raft;
    private final Keyspace keyspace;
    private final FailStop failStop;
    private final String version;
    private final Map<String, Received> reports = new ConcurrentHashMap<>();

    RaftCluster(NodeConfig config, JChannel channel, RAFT raft, Keyspace keyspace, FailStop failStop, String version) {
        this.config = config;
        this.channel = channel;
        this.raft = raft;
        this.keyspace = keyspace;
        this.failStop = failStop;
        this.version = version;
    }

    @Override
    public int reachable() {
        var reachable = reachableIds();
        return (int) raft.members().stream().filter(reachable::contains).count();
    }

    @Override
    public int majority() {
        return raft.majority();
    }

    @Override
    public Optional<String> failure() {
        return failStop.reason();
    }

    @Override
    public ClusterStatus status() {
        var local = localReport();
        return new ClusterStatus(
                config.nodeId(),
                config.clusterName(),
                Optional.of(local.leader()).filter(leader -> !leader.isEmpty()),
                local.term(),
                majority(),
                local,
                members(local));
    }

    MemberReport localReport() {
        var view = keyspace.view();
        return new MemberReport(
                config.nodeId(),
                raft.role().toLowerCase(Locale.ROOT),
                idOf(raft.leader()),
                raft.currentTerm(),
                raft.commitIndex(),
                raft.lastAppended(),
                view.revision(),
                view.entryCount(),
                view.bytes(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                version);
    }

    void received(MemberReport report) {
        reports.put(report.id(), new Received(report, System.nanoTime()));
    }

    /** Whether a member that this node can reach knows of no leader. */
    boolean someoneFollowsNobody() {
        var reachable = reachableIds();
        return reports.values().stream()
                .anyMatch(received -> received.isFresh()
                        && received.report().leader().isEmpty()
                        && reachable.contains(received.report().id()));
    }

    private List<MemberStatus> members(MemberReport local) {
        var voters = Set.copyOf(raft.members());
        var reachable = reachableIds();
        var leaderCommit = leaderCommit(local);
        var ids = new TreeSet<>(voters);
        ids.addAll(reachable);
        return ids.stream()
                .map(id -> {
                    var report = id.equals(local.id())
                            ? Optional.of(local)
                            : Optional.ofNullable(reports.get(id)).map(Received::report);
                    var lag = leaderCommit.flatMap(commit -> report.map(known -> known.commitIndex())
                            .filter(known -> reachable.contains(id))
                            .map(known -> Math.max(0, commit - known)));
                    return new MemberStatus(
                            id, addressOf(id), voters.contains(id), reachable.contains(id), report, lag);
                })
                .sorted(Comparator.comparing(MemberStatus::id))
                .toList();
    }

    /** The commit index of the leader that this node follows; empty while nobody has told it lately. */
    private Optional<Long> leaderCommit(MemberReport local) {
        if (local.leader().equals(local.id())) {
            return Optional.of(local.commitIndex());
        }
        return Optional.ofNullable(reports.get(local.leader()))
                .filter(Received::isFresh)
                .map(received -> received.report().commitIndex());
    }

    private Set<String> reachableIds() {
        var view = channel.getView();
        if (view == null) {
            return new HashSet<>();
        }
        return view.getMembers().stream().map(RaftCluster::idOf).collect(Collectors.toSet());
    }

    private String addressOf(String id) {
        return config.members().stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .map((Member member) -> member.host() + ":" + member.port())
                .orElse("");
    }

    private static String idOf(@Nullable Address address) {
        var id = address == null ? null : Utils.extractRaftId(address);
        return id == null ? "" : id;
    }
}
