package io.concord.server.raft.consensus;

import java.util.EnumSet;
import java.util.Set;

/**
 * The times and sizes of the algorithm.
 *
 * @param electionMillis a follower that hears no leader for this long, up to twice as long by chance, asks for votes; a
 *     leader that hears no majority for this long steps down
 * @param heartbeatMillis how often a leader shows itself, and how soon what was lost is sent again
 * @param appendBytesMax entries in one message, unless a single one is larger
 * @param windowBytesMax entries on the way to one member, so that a slow one holds up nobody
 * @param safeguards in force: all, but in tests of the tests
 */
public record Settings(
        long electionMillis, long heartbeatMillis, int appendBytesMax, int windowBytesMax, Set<Safeguard> safeguards) {
    public Settings {
        safeguards = Set.copyOf(safeguards);
    }

    /** Times in proportion to the one that an operator chooses. */
    public static Settings of(long electionMillis) {
        return new Settings(
                electionMillis, Math.max(10, electionMillis / 10), 256 << 10, 4 << 20, EnumSet.allOf(Safeguard.class));
    }

    /** The same with a safeguard switched off: for tests that must then fail. */
    public Settings without(Safeguard safeguard) {
        var fewer = EnumSet.copyOf(safeguards);
        fewer.remove(safeguard);
        return new Settings(electionMillis, heartbeatMillis, appendBytesMax, windowBytesMax, fewer);
    }

    boolean has(Safeguard safeguard) {
        return safeguards.contains(safeguard);
    }
}
