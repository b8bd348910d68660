package io.concord.cli.doctor;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One member as it describes itself and the others.
 *
 * @param endpoint where it was asked
 * @param clocks how soon it answered, and when by its own clock
 * @param standing in the cluster
 * @param condition of the machine and the process
 * @param peers the others, as it has just tried to reach them
 */
record MemberFacts(URI endpoint, Clocks clocks, Standing standing, Condition condition, List<Peer> peers) {

    /** From {@code /v1/cluster/status}. */
    record Standing(
            String id,
            String version,
            Duration uptime,
            Optional<String> leader,
            long term,
            long majority,
            long reachableVoters,
            long memoryBytes,
            long memoryBytesMax,
            List<Seen> members) {
        long voters() {
            return members.stream().filter(Seen::voter).count();
        }
    }

    /** A member, itself included, as it has last heard of it. */
    record Seen(String id, boolean voter, boolean reachable, Optional<Long> lagEntries, Optional<String> version) {}

    /**
     * From {@code /v1/cluster/diagnosis}.
     *
     * @param now by its clock
     * @param failure why it has stopped itself
     * @param alarm what somebody must look at
     */
    record Condition(
            String java,
            Instant now,
            Optional<String> failure,
            Optional<String> alarm,
            Duration electionTimeout,
            Duration clockSkew,
            Disk disk,
            Optional<Sync> sync,
            List<Certificate> certificates) {}

    /** Of the data directory; -1 where the system does not tell. */
    record Disk(long freeBytes, long totalBytes, long logBytes) {}

    /** How long the last syncs of the log took. */
    record Sync(long count, Duration over, double p50Millis, double p99Millis, double maxMillis) {}

    /** Of a port; the end is empty where the member cannot read it. */
    record Certificate(String port, Optional<Instant> end) {}

    /** Another member. */
    record Peer(
            String id,
            String address,
            Optional<String> port,
            Optional<Double> roundTripMillis,
            Optional<Long> clockOffsetMillis) {}

    MemberFacts {
        peers = List.copyOf(peers);
    }

    String id() {
        return standing.id();
    }
}
