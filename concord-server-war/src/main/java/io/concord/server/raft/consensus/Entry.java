package io.concord.server.raft.consensus;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the Raft log.
 *
 * @param index its place, from 1
 * @param term of the leader that made it
 * @param timeMillis the cluster's time ({@link ClusterClock}) when its leader made it; never before that of the entry before
 * @param data not copied: it goes from the wire to the disk as it is, and nobody may change it
 */
// Justification: the bytes go from the wire to the log as they are; nobody compares entries.
@SuppressWarnings("ArrayRecordComponent")
public record Entry(long index, long term, long timeMillis, Kind kind, byte[] data) {
    /** What an entry is for. */
    public enum Kind {
        /** Nothing but an entry of its leader's term (Raft §8). */
        NOOP(0),
        /** For the state machine. */
        COMMAND(1),
        /** A {@link Membership}, in force from the moment it is in a member's log (Raft §6). */
        MEMBERSHIP(2),
        /** A place in the log at which the members compare the digests of their states. */
        CHECKPOINT(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number in the formats of the log and the wire; never changed. */
        public int code() {
            return code;
        }

        /** The kind of a number read from outside; null for one that this version does not know. */
        public static @Nullable Kind of(int code) {
            return switch (code) {
                case 0 -> NOOP;
                case 1 -> COMMAND;
                case 2 -> MEMBERSHIP;
                case 3 -> CHECKPOINT;
                default -> null;
            };
        }
    }

    /** What it takes in memory and on the wire, about. */
    public int bytes() {
        return data.length + 40;
    }
}
