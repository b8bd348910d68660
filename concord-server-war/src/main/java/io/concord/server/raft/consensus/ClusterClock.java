package io.concord.server.raft.consensus;

/**
 * The cluster's time as one member knows it: milliseconds since about when the cluster was founded, counted by the monotonic
 * clocks of its leaders, one after the other. It stands still while no member runs, and no wall clock has a say in it.
 *
 * <p>It is a line through one point: the newest entry in the member's log, and the moment when the member got it or found
 * it on its disk. A leader keeps the line that it begins with and stamps every entry from it.
 *
 * <p><b>It never runs ahead.</b> If a log has an entry stamped {@code t} and a later one stamped {@code t + d}, then at least
 * {@code d} have really passed between the two stamps; less than a millisecond may be missing, since a leader's clock is
 * read in whole ones. For say that a line is behind an entry if it shows, at every moment, at most the entry's stamp and
 * what has really passed since. Each line is behind the newest entry of its member's log: that entry was got, or found,
 * after it was stamped. It is behind all entries before that one too, because the leader that stamped it did so from a line
 * that was behind the newest entry of its own log, and so on down to the first. The same holds
 *
 * <ul>
 *   <li>for a leader's own entries: they lie on its line. Were it to move its line to them, each round would cost the time
 *       that it takes;
 *   <li>for a tail that is cut off: it was stamped from lines that were behind what is before it, so the line through it
 *       may stay until the entries that replace it, of any kind, come with a line of their own. It shows no less than the
 *       stamps before it, as it began at a later one;
 *   <li>for a snapshot: its mark has the stamp of the entry at its index.
 * </ul>
 *
 * <p>It falls behind real time by as much as it takes an entry to get to the next leader. Monotonic clocks are taken to go at
 * the same speed.
 */
final class ClusterClock {
    private long baseTimeMillis;
    private long baseNowMillis;

    ClusterClock(long timeMillis, long nowMillis) {
        follow(timeMillis, nowMillis);
    }

    /**
     * Goes on from the newest entry in the log.
     *
     * @param nowMillis read after the entry had come
     */
    void follow(long timeMillis, long nowMillis) {
        baseTimeMillis = timeMillis;
        // Whole milliseconds have begun at different moments on two clocks: without one more, each change could gain
        // one.
        baseNowMillis = nowMillis + 1;
    }

    long at(long nowMillis) {
        return baseTimeMillis + Math.max(0, nowMillis - baseNowMillis);
    }
}
