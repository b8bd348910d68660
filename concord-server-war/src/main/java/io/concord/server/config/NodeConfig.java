package io.concord.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that an operator decides about this node. Valid by construction: {@link ConfigReader} is the only maker.
 *
 * @param nodeId this node's id; one of the members
 * @param clusterName nodes of another name are ignored
 * @param members all voting members, this one included, in the operator's order; this one with its address
 * @param bootstrap an empty data directory counts as a founding member; otherwise it makes a learner without a vote
 * @param tls what protects the port between the members; empty only if this node's is on loopback
 * @param https how the ports for clients are protected
 * @param dataDir where log, snapshots and vote live; absolute
 * @param access whose tokens count, and for what
 * @param limits how large operations and the store may be
 * @param requestsInFlightMax requests that may wait for consensus at once
 * @param watchersMax watches that may be open at once
 * @param watchProgress a watcher that has heard nothing for this long gets a mark
 * @param requestTimeout how long a request waits when the caller does not say
 * @param requestTimeoutMax the longest that a caller may ask for
 * @param slowRequest a request that takes longer is logged; zero for none
 * @param raft how the members find, watch and elect each other
 * @param readyLagEntriesMax a node further behind the leader is not ready
 * @param identityLimits what one identity may have
 * @param audit who did what, and where that is written
 */
public record NodeConfig(
        String nodeId,
        String clusterName,
        List<Member> members,
        boolean bootstrap,
        Optional<ClusterTls> tls,
        HttpsSettings https,
        Path dataDir,
        AccessSettings access,
        LimitSettings limits,
        int requestsInFlightMax,
        int watchersMax,
        Duration watchProgress,
        Duration requestTimeout,
        Duration requestTimeoutMax,
        Duration slowRequest,
        RaftSettings raft,
        long readyLagEntriesMax,
        IdentityLimits identityLimits,
        AuditConfig audit) {

    public NodeConfig {
        members = List.copyOf(members);
    }

    /** Where this node listens for the other members. */
    public HostPort address() {
        return members.stream()
                .filter(member -> member.id().equals(nodeId))
                .findFirst()
                .flatMap(Member::address)
                .orElseThrow();
    }
}
