package io.concord.server.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a node finds when it looks at itself and at its way to the others.
 *
 * @param node this node's id
 * @param java the Java runtime
 * @param receivedAt by this node's clock, when it was asked
 * @param answeredAt by this node's clock, when it had its answer
 * @param failure why it has stopped itself; empty while it is well
 * @param alarm what somebody must look at; empty while nothing is wrong
 * @param allowances what the figures are to be measured by
 * @param disk of the data directory
 * @param syncs how long the last syncs of the log took; empty before the first
 * @param certificates of its ports
 * @param peers the other members
 */
public record NodeDiagnosis(
        String node,
        String java,
        Instant receivedAt,
        Instant answeredAt,
        Optional<String> failure,
        Optional<String> alarm,
        Allowances allowances,
        Disk disk,
        Optional<RecentTimes.Spread> syncs,
        List<Certificate> certificates,
        List<PeerSight> peers) {

    /**
     * What this node's settings allow.
     *
     * @param electionTimeout within which members must hear of each other
     * @param clockSkew by which clocks may differ before good tokens are refused
     */
    public record Allowances(Duration electionTimeout, Duration clockSkew) {}

    /** {@link DiskUse} at one moment. */
    public record Disk(long freeBytes, long totalBytes, long dataBytes, long logBytes) {
        static Disk of(DiskUse use) {
            return new Disk(use.freeBytes(), use.totalBytes(), use.dataBytes(), use.logBytes());
        }
    }

    /**
     * The certificate of a port.
     *
     * @param port {@code https} or {@code cluster}
     * @param end empty where it cannot be read
     */
    public record Certificate(String port, Optional<Instant> end) {}

    public NodeDiagnosis {
        certificates = List.copyOf(certificates);
        peers = List.copyOf(peers);
    }
}
