package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.Envelope;
import io.concord.server.raft.consensus.EnvelopeCodec;
import java.util.Collection;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Carries messages as bytes; late, twice, in another order or not at all. */
final class Network {
    private record Link(String from, String to) {}

    private final Timeline timeline;
    private final Random random;
    private final Consumer<Envelope> arrival;
    private final Set<Link> cut = new HashSet<>();
    private double lossRate;
    private double repeatRate;
    private long delayMillisMax = 5;

    Network(Timeline timeline, Random random, Consumer<Envelope> arrival) {
        this.timeline = timeline;
        this.random = random;
        this.arrival = arrival;
    }

    void weather(double loss, double repeat, long delayMillis) {
        lossRate = loss;
        repeatRate = repeat;
        delayMillisMax = Math.max(1, delayMillis);
    }

    void cut(String from, String to) {
        cut.add(new Link(from, to));
    }

    /** Cuts the links between a group and the rest, both ways. */
    void isolate(Collection<String> group, Collection<String> all) {
        for (var inside : group) {
            for (var outside : all) {
                if (!group.contains(outside)) {
                    cut(inside, outside);
                    cut(outside, inside);
                }
            }
        }
    }

    void heal() {
        cut.clear();
    }

    boolean isCut(String from, String to) {
        return cut.contains(new Link(from, to));
    }

    void send(Envelope envelope) {
        var bytes = EnvelopeCodec.encode(envelope);
        deliver(envelope, bytes);
        if (random.nextDouble() < repeatRate) {
            deliver(envelope, bytes);
        }
    }

    private void deliver(Envelope envelope, byte[] bytes) {
        if (random.nextDouble() < lossRate) {
            return;
        }
        // Now and then one is very late, so that it arrives in another world.
        var late = random.nextInt(200) == 0 ? 40 * delayMillisMax : delayMillisMax;
        timeline.in(1 + random.nextLong(late), () -> {
            if (!isCut(envelope.from(), envelope.to())) {
                arrival.accept(EnvelopeCodec.decode(bytes, 0, bytes.length));
            }
        });
    }
}
