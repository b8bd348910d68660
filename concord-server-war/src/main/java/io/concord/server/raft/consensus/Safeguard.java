package io.concord.server.raft.consensus;

/**
 * The rules that keep Raft safe, one by one. All are in force, always; the tests switch off one at a time to show that they
 * would find out.
 */
public enum Safeguard {
    /** A leader commits by counting disks only entries of its own term (Raft §5.4.2, figure 8). */
    COMMIT_OWN_TERM_ONLY,
    /** A follower commits, and a leader tells it, only what is verified to be equal in both logs in this term. */
    COMMIT_VERIFIED_ONLY,
    /** Appends replace entries only from the first that differs on: a late one must not shorten the log (Raft §5.3). */
    REPLACE_CONFLICTS_ONLY,
    /** The previous entry of an append must match (Raft §5.3). */
    MATCH_PREVIOUS_ENTRY,
    /** Votes go only to logs that are at least as complete (Raft §5.4.1). */
    VOTE_FOR_COMPLETE_LOGS,
    /** One vote a term (Raft §5.2). */
    VOTE_ONCE,
    /** A member that lost its disk has no vote. */
    COUNT_KNOWN_DISKS_ONLY,
    /** A read asks a majority whether its leader still leads (Raft thesis §6.4). */
    CONFIRM_READS,
    /** A leader serves no reads before an entry of its term is committed (Raft thesis §6.4). */
    READ_AFTER_OWN_ENTRY,
    /** One change of the membership at a time, in a leader that has committed in its term (Raft thesis §4.1). */
    CHANGE_ONE_AT_A_TIME,
    /** The cluster's time goes on from the newest entry in the log, whatever line a member had before ({@link ClusterClock}). */
    TIME_FROM_NEWEST_ENTRY
}
