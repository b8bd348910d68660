package io.concord.server.raft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall clock that somebody sets while it runs. */
final class JumpingClock extends Clock {
    private volatile Duration offset = Duration.ZERO;

    void set(Duration fromTheTruth) {
        offset = fromTheTruth;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a node asks for the instant alone");
    }
}
