package io.concord.cli.doctor;

import java.util.Locale;

/** What is looked at, in the order in which it is shown. */
enum Check {
    /** Whether an endpoint answers, and how soon. */
    ANSWER,
    /** Who leads, and whether all say the same. */
    LEADER,
    /** How many voters a member reaches. */
    QUORUM,
    /** Whether a member has a vote. */
    VOTE,
    /** How far a member is behind the leader. */
    LAG,
    /** Whether a member has stopped itself, and whether all have the same state. */
    STATE,
    /** Whether the cluster port of a member is open to another. */
    PORT,
    /** Of a small message from member to member. */
    ROUND_TRIP,
    /** How far a clock is from those of the others. */
    CLOCK,
    /** How long it takes to have the log on disk. */
    FSYNC,
    /** What is free on the disk of the data directory. */
    DISK,
    /** The files of the log. */
    LOG,
    /** What the store takes of the memory that it may take. */
    MEMORY,
    /** When the certificate of a port ends. */
    CERTIFICATE,
    /** What a member runs. */
    VERSION;

    /** As people and programs read it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
