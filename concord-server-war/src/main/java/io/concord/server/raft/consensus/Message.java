package io.concord.server.raft.consensus;

import java.util.List;

/** What members say to each other. The term is the sender's, in the {@link Envelope}. */
public sealed interface Message {

    /** Would you vote for me in the term of this envelope? Nobody is bound by asking or answering (Raft thesis §9.6). */
    record PreVote(long lastIndex, long lastTerm) implements Message {}

    record PreVoteAnswer(boolean granted) implements Message {}

    /**
     * Vote for me, in this term.
     *
     * @param transfer the leader has asked for this election, so that a member who hears the leader votes all the
     *     same
     */
    record Vote(long lastIndex, long lastTerm, boolean transfer) implements Message {}

    record VoteAnswer(boolean granted) implements Message {}

    /** Entries to put behind the one at {@code prevIndex}, which must be of {@code prevTerm}. */
    record Append(long prevIndex, long prevTerm, long commitIndex, List<Entry> entries) implements Message {
        public Append {
            entries = List.copyOf(entries);
        }
    }

    /** Everything up to {@code matchIndex} is on this member's disk and equal to the leader's log. */
    record Appended(long matchIndex) implements Message {}

    /**
     * The entry at {@code prevIndex} is not there or of another term.
     *
     * @param hintIndex the newest index at which the logs may be equal
     * @param hintTerm the term there
     */
    record AppendRefused(long prevIndex, long hintIndex, long hintTerm) implements Message {}

    /**
     * I lead. Also the question of a read round (Raft thesis §6.4): do you still follow me?
     *
     * @param commitIndex committed, and known to be in the receiver's log
     */
    record Heartbeat(long round, long commitIndex) implements Message {}

    /**
     * You lead, as far as I know.
     *
     * @param verifiedIndex what this member knows to be equal to the log of the leader of this term
     */
    record HeartbeatAnswer(long round, long verifiedIndex) implements Message {}

    /**
     * A piece of a snapshot file.
     *
     * @param totalBytes of the file
     * @param offset of this piece
     */
    // Justification: the bytes go from file to file as they are; nobody compares messages.
    @SuppressWarnings("ArrayRecordComponent")
    record SnapshotChunk(long index, long snapshotTerm, long totalBytes, long offset, byte[] data) implements Message {}

    /** So much of the snapshot at {@code index} has arrived. */
    record SnapshotProgress(long index, long receivedBytes) implements Message {}

    /** To the leader: which index must I have applied to read what is acknowledged now? */
    record ReadQuestion(long id) implements Message {}

    record ReadAnswer(long id, long index) implements Message {}

    /** From the leader: take over, at once. */
    record TakeOver() implements Message {}

    /** The sender does not belong to this cluster, for the reason given. */
    record TurnedAway(String reason) implements Message {}
}
