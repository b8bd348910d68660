package io.concord.core.format;

/**
 * How new the formats are that members of a cluster exchange: commands, entries of the log, snapshots, what they say to each
 * other. A level is a number that a release gives to everything that it adds, so that members of two releases can agree on
 * what all of them read.
 *
 * <p>A member announces the highest level that it reads. The cluster is at one level, which is written in its log and never
 * goes back; nothing of a later level is written before the cluster is there.
 */
public final class FormatLevel {
    /** Of the formats that were there before there were levels. A member that announces none reads this one. */
    public static final int FIRST = 1;

    /** The highest that this release reads and writes. */
    public static final int NEWEST = FIRST;

    /** What the formats of levels have room for. */
    public static final int MAX = 0xFFFF;

    private FormatLevel() {}
}
