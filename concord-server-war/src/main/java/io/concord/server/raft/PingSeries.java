package io.concord.server.raft;

import io.concord.server.service.PeerSight;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Some pings to one member, one after the other. Whoever has it sends what {@link #begin} and {@link #answered} allow. */
final class PingSeries {
    /** One that is slow by chance does not count; together they take little longer than one on a good link. */
    static final int PINGS = 5;

    private record Sample(long roundTripNanos, long clockOffsetMillis) {}

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final List<Sample> samples = new ArrayList<>();
    private final CompletableFuture<Optional<PeerSight.Contact>> contact = new CompletableFuture<>();
    private long sentMillis;
    private long sentNanos;

    PingSeries(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** A ping leaves now. */
    synchronized void begin() {
        sentMillis = clock.millis();
        sentNanos = nanoTime.getAsLong();
    }

    /**
     * The answer to it has come.
     *
     * @param atNanos when
     * @return whether another one is to be sent
     */
    synchronized boolean answered(long peerMillis, long atNanos) {
        var roundTrip = atNanos - sentNanos;
        var middle = sentMillis + Duration.ofNanos(roundTrip / 2).toMillis();
        samples.add(new Sample(roundTrip, peerMillis - middle));
        if (samples.size() < PINGS) {
            return true;
        }
        end();
        return false;
    }

    /** No more of them: what has been answered so far is what there is. */
    synchronized void end() {
        contact.complete(measured());
    }

    CompletableFuture<Optional<PeerSight.Contact>> contact() {
        return contact;
    }

    /** The middle one tells of the link; the quickest one knows the clock best, whose error is half of its way. */
    private Optional<PeerSight.Contact> measured() {
        var sorted = samples.stream()
                .sorted(Comparator.comparingLong(Sample::roundTripNanos))
                .toList();
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(new PeerSight.Contact(
                        Duration.ofNanos(sorted.get(sorted.size() / 2).roundTripNanos()),
                        Duration.ofMillis(sorted.get(0).clockOffsetMillis())));
    }
}
