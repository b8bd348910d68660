package io.concord.server.raft.consensus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a leader knows of the log of one other member, and what is on the way to it. */
final class Progress {
    /** How entries are sent. */
    enum Mode {
        /** One message at a time, until it is known where the logs part. */
        PROBE,
        /** One after the other without waiting, as far as the window allows. */
        REPLICATE,
        /** Nothing: what comes next is no longer in the log, and a snapshot is on the way. */
        SNAPSHOT
    }

    private record Flight(long lastIndex, int bytes) {}

    private final Deque<Flight> flights = new ArrayDeque<>();
    private Mode mode = Mode.PROBE;
    private @Nullable UUID incarnation;
    private long matchIndex;
    private long nextIndex;
    private long flightBytes;
    private boolean probeUnanswered;
    private long movedMillis;
    private long heardMillis;
    private long commitTold;
    private long roundAnswered;
    private long snapshotIndex;

    Progress(long nextIndex, long nowMillis) {
        this.nextIndex = nextIndex;
        this.movedMillis = nowMillis;
        this.heardMillis = nowMillis;
    }

    @Nullable UUID incarnation() {
        return incarnation;
    }

    long matchIndex() {
        return matchIndex;
    }

    long nextIndex() {
        return nextIndex;
    }

    long heardMillis() {
        return heardMillis;
    }

    long roundAnswered() {
        return roundAnswered;
    }

    Mode mode() {
        return mode;
    }

    void heard(UUID from, long nowMillis) {
        incarnation = from;
        heardMillis = nowMillis;
    }

    boolean isOther(UUID from) {
        return incarnation != null && !incarnation.equals(from);
    }

    void answered(long round) {
        roundAnswered = Math.max(roundAnswered, round);
    }

    boolean maySend(int windowBytesMax) {
        return switch (mode) {
            case PROBE -> !probeUnanswered;
            case REPLICATE -> flightBytes < windowBytesMax;
            case SNAPSHOT -> false;
        };
    }

    void sent(long lastIndex, int bytes, long nowMillis) {
        if (mode == Mode.PROBE) {
            probeUnanswered = true;
            movedMillis = nowMillis;
            return;
        }
        if (flights.isEmpty()) {
            movedMillis = nowMillis;
        }
        nextIndex = lastIndex + 1;
        flights.add(new Flight(lastIndex, bytes));
        flightBytes += bytes;
    }

    void appended(long index, long nowMillis) {
        matchIndex = Math.max(matchIndex, index);
        nextIndex = Math.max(nextIndex, matchIndex + 1);
        movedMillis = nowMillis;
        while (!flights.isEmpty() && flights.peek().lastIndex() <= matchIndex) {
            flightBytes -= flights.poll().bytes();
        }
        probeUnanswered = false;
        if (mode == Mode.PROBE || (mode == Mode.SNAPSHOT && matchIndex >= snapshotIndex)) {
            mode = Mode.REPLICATE;
        }
    }

    /** @param retryIndex where the logs may be equal */
    void refused(long prevIndex, long retryIndex) {
        if (prevIndex <= matchIndex || mode == Mode.SNAPSHOT) {
            return;
        }
        if (mode == Mode.REPLICATE) {
            probe();
        } else if (prevIndex == nextIndex - 1) {
            nextIndex = Math.max(matchIndex, Math.min(retryIndex, prevIndex - 1)) + 1;
            probeUnanswered = false;
        }
    }

    /** Begins again behind what is certain. */
    void probe() {
        mode = Mode.PROBE;
        nextIndex = matchIndex + 1;
        flights.clear();
        flightBytes = 0;
        probeUnanswered = false;
    }

    /** Sends again what has not been answered for so long that it was probably lost. */
    void resendAfter(long millis, long nowMillis) {
        if (nowMillis - movedMillis < millis) {
            return;
        }
        if (mode == Mode.PROBE) {
            probeUnanswered = false;
        } else if (mode == Mode.REPLICATE && !flights.isEmpty()) {
            probe();
        }
    }

    void needsSnapshot(long index) {
        probe();
        mode = Mode.SNAPSHOT;
        snapshotIndex = index;
    }

    long commitTold() {
        return commitTold;
    }

    void toldCommit(long index) {
        commitTold = Math.max(commitTold, index);
    }
}
