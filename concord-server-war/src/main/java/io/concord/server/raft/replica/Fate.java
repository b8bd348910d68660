package io.concord.server.raft.replica;

/** What became of a proposed command. */
public sealed interface Fate {
    /** Agreed upon and applied. */
    // Justification: the bytes go to the caller as they are; nobody compares fates.
    @SuppressWarnings("ArrayRecordComponent")
    record Applied(long index, byte[] answer) implements Fate {}

    /** Certainly not in the log, now or later. */
    record NotTaken() implements Fate {}

    /** This member led when it was proposed and leads no more: it may be applied yet. */
    record Lost() implements Fate {}
}
