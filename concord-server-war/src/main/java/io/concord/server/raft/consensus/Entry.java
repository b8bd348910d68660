package io.concord.server.raft.consensus;

/**
 * One entry of the Raft log.
 *
 * @param index its place, from 1
 * @param term of the leader that made it
 * @param data not copied: it goes from the wire to the disk as it is, and nobody may change it
 */
// Justification: the bytes go from the wire to the log as they are; nobody compares entries.
@SuppressWarnings("ArrayRecordComponent")
public record Entry(long index, long term, Kind kind, byte[] data) {
    /** What an entry is for. The ordinals are in the formats of the log and the wire: append only. */
    public enum Kind {
        /** Nothing but an entry of its leader's term (Raft §8). */
        NOOP,
        /** For the state machine. */
        COMMAND,
        /** A {@link Membership}, in force from the moment it is in a member's log (Raft §6). */
        MEMBERSHIP;

        private static final Kind[] KINDS = values();

        /** The kind of an ordinal read from outside; null for one that this version does not know. */
        public static @org.jspecify.annotations.Nullable Kind of(int ordinal) {
            return ordinal >= 0 && ordinal < KINDS.length ? KINDS[ordinal] : null;
        }
    }

    /** What it takes in memory and on the wire, about. */
    public int bytes() {
        return data.length + 32;
    }
}
