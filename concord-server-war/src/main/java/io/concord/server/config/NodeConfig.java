package io.concord.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Everything that an operator decides about this node. Valid by construction: {@link ConfigReader} is the only maker.
 *
 * @param nodeId this node's id; one of the members
 * @param clusterName nodes of another name are ignored
 * @param members all voting members, this one included, in the operator's order
 * @param dataDir where log, snapshots and vote live; absolute
 * @param authEnabled false lets every caller do everything
 * @param valueBytesMax the largest value that a put may carry
 * @param requestsInFlightMax requests that may wait for consensus at once
 * @param requestTimeout how long a request waits when the caller does not say
 * @param requestTimeoutMax the longest that a caller may ask for
 * @param raftStack the JGroups stack, an XML file
 * @param failureTimeout a member silent for this long is taken for dead
 * @param snapshotLogBytes log bytes after which a snapshot replaces the log
 * @param readyLagEntriesMax a node further behind the leader is not ready
 */
public record NodeConfig(
        String nodeId,
        String clusterName,
        List<Member> members,
        Path dataDir,
        boolean authEnabled,
        int valueBytesMax,
        int requestsInFlightMax,
        Duration requestTimeout,
        Duration requestTimeoutMax,
        Path raftStack,
        Duration failureTimeout,
        long snapshotLogBytes,
        long readyLagEntriesMax) {

    public NodeConfig {
        members = List.copyOf(members);
    }

    /** This node among the members. */
    public Member self() {
        return members.stream()
                .filter(member -> member.id().equals(nodeId))
                .findFirst()
                .orElseThrow();
    }
}
