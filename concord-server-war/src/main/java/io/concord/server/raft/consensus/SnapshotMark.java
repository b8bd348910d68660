package io.concord.server.raft.consensus;

/**
 * Where in the log a snapshot stands: it replaces every entry up to and including {@code index}.
 *
 * @param term of the entry at the index
 * @param timeMillis of the entry at the index: the cluster's time
 * @param membership in force at the index, encoded
 */
// Justification: compared by index and term only.
@SuppressWarnings("ArrayRecordComponent")
public record SnapshotMark(long index, long term, long timeMillis, byte[] membership) {}
