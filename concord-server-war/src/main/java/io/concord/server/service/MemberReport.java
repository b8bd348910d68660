package io.concord.server.service;

/**
 * What a node says of itself, to its peers twice a second and in its own status.
 *
 * @param role {@code leader}, {@code candidate}, {@code follower} or {@code learner}
 * @param leader id of the leader it follows, or an empty string
 * @param commitIndex highest index of the Raft log that it knows to be committed
 * @param appliedIndex highest index that is in its keyspace
 * @param lastIndex highest index in its log
 * @param entries entries in its keyspace
 * @param bytes bytes of keys and values in its keyspace
 * @param memoryBytes what its state takes in memory, about
 * @param memoryBytesMax what its state may take in memory
 * @param uptimeMillis since it started
 * @param version of Concord
 * @param checkpointIndex where it last computed the digest of its state; 0 before the first time
 * @param checkpointDigest of its state after that index, in hexadecimal
 */
public record MemberReport(
        String id,
        String role,
        String leader,
        long term,
        long commitIndex,
        long appliedIndex,
        long lastIndex,
        long revision,
        long entries,
        long bytes,
        long memoryBytes,
        long memoryBytesMax,
        long uptimeMillis,
        String version,
        long checkpointIndex,
        String checkpointDigest) {}
