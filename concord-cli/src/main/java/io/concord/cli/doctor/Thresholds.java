package io.concord.cli.doctor;

import java.time.Duration;

/** From where on something is no longer as it should be. Those that alerts have, too, are the same there. */
final class Thresholds {
    /** Slower than any way to a cluster, so it is the member that is slow, or a link that is broken. */
    static final double ANSWER_MILLIS_WARNING = 1_000;

    /** What comes in while a member is asked, at some thousand writes a second; 'member add' waits for as much. */
    static final long LAG_ENTRIES_WARNING = 1_000;

    /** A member that is further behind is not ready (concord.health.ready-lag-entries-max), as alert ConcordLagging. */
    static final long LAG_ENTRIES_PROBLEM = 10_000;

    /** Of the election timeout: so several messages in a row may be lost without an election. */
    static final double ROUND_TRIP_SHARE_WARNING = 0.1;

    /** Of the election timeout: one message that is lost or late may cost an election. */
    static final double ROUND_TRIP_SHARE_PROBLEM = 0.5;

    /** Within a network, NTP keeps clocks within some milliseconds: half a second says that it does not run. */
    static final double CLOCK_MILLIS_WARNING = 500;

    /** As alert ConcordDiskSlow: every write waits for it. */
    static final double FSYNC_P99_MILLIS_WARNING = 100;

    /** As alert ConcordDiskFilling. */
    static final double DISK_FREE_PERCENT_WARNING = 15;

    /** A full disk stops its member; a log between two snapshots and a snapshot more may not fit. */
    static final double DISK_FREE_PERCENT_PROBLEM = 5;

    /** As alert ConcordLogGrows: a snapshot should have replaced it long ago. */
    static final long LOG_BYTES_WARNING = 1L << 30;

    /** As alert ConcordStoreNearLimit. */
    static final double MEMORY_PERCENT_WARNING = 80;

    /** Past 100 % growing writes are refused; a busy hour may write the rest. */
    static final double MEMORY_PERCENT_PROBLEM = 95;

    /** As alert ConcordCertificateEnds. */
    static final Duration CERTIFICATE_LEFT_WARNING = Duration.ofDays(14);

    /** A long weekend. */
    static final Duration CERTIFICATE_LEFT_PROBLEM = Duration.ofDays(3);

    private Thresholds() {}
}
