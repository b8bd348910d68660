package io.concord.server.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the members find, watch and elect each other.
 *
 * @param stack the JGroups stack, an XML file
 * @param discovery how the members find each other's addresses
 * @param electionTimeout a follower that has not heard from a leader for this long, and up to twice as long by chance,
 *     asks for votes; a leader that has not heard from a majority for this long steps down
 * @param failureTimeout a member silent for this long is taken for dead
 * @param snapshotLogBytes log bytes after which a snapshot replaces the log
 * @param readBarrier how a read makes sure that it is not stale
 */
public record RaftSettings(
        Path stack,
        Discovery discovery,
        Duration electionTimeout,
        Duration failureTimeout,
        long snapshotLogBytes,
        ReadBarrier readBarrier) {}
