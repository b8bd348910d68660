package io.concord.server.raft;

/**
 * The cluster's time as of the newest entry that this node has applied, counted on from there: behind by what it took the
 * entry to get here, and never ahead.
 */
final class AppliedTime {
    private record Point(long timeMillis, long nanos) {}

    private volatile Point newest = new Point(0, System.nanoTime());

    /** An entry is applied; one thread at a time. */
    void applied(long timeMillis) {
        newest = new Point(timeMillis, System.nanoTime());
    }

    long nowMillis() {
        var point = newest;
        return point.timeMillis() + (System.nanoTime() - point.nanos()) / 1_000_000;
    }
}
