package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.command.ReplyCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Replicas that apply one log at their own pace, restart, and install each other's snapshots. A failure names its seed;
 * {@code -Dsimulation.seed=} runs that one, {@code -Dsimulation.seeds=} so many.
 */
class SimulationTest {
    private static final int REPLICAS = 3;
    private static final int LOG_LENGTH = 150;

    @Test
    void replicas_agree_with_each_other_and_with_a_naive_store() {
        var restored = new AtomicLong();
        seeds().forEach(seed -> {
            try {
                var simulation = new Simulation(new Random(seed));
                simulation.run();
                restored.addAndGet(simulation.restored());
            } catch (AssertionError | Exception e) {
                throw new AssertionError("failed; run it again with -Dsimulation.seed=" + seed, e);
            }
        });
        if (seeds().count() >= 100) {
            assertThat(restored).as("restores that came to their end").hasValueGreaterThan(seeds().count() / 10);
        }
    }

    /** Whatever the rules by which an attempt was allowed. */
    private static Command.Write request(Command.Write write) {
        return new Command.Write(write.origin().by(0), write.deadlineMillis(), write.operation());
    }

    /** Retries carry the time of the first attempt here, as submitters must. */
    @Test
    void no_command_takes_effect_twice_however_often_and_late_it_is_retried() {
        seeds().forEach(seed -> {
            var bounds = new Bounds(4, 5_000, 10, 10_000, 3);
            var keyspace = new Keyspace(bounds);
            var decided = new HashSet<Command>();
            for (var item : SimulatedLog.of(new Random(seed), bounds, LOG_LENGTH)) {
                var applied = keyspace.apply(item.timeMillis(), item.command());

                var writes = writesOf(item.command());
                var replies = repliesOf(applied.reply());
                for (int i = 0; i < writes.size(); i++) {
                    if (!replies.get(i).replayed() && wasDecided(replies.get(i))) {
                        assertThat(decided.add(request(writes.get(i))))
                                .as("seed %d: %s", seed, writes.get(i))
                                .isTrue();
                    }
                }
            }
        });
    }

    private static List<Command.Write> writesOf(Command command) {
        if (command instanceof Command.Batch batch) {
            return batch.writes();
        }
        return command instanceof Command.Write write ? List.of(write) : List.of();
    }

    private static List<Reply> repliesOf(Reply reply) {
        return reply.outcome() instanceof Outcome.Batched batched ? batched.replies() : List.of(reply);
    }

    private static boolean wasDecided(Reply reply) {
        return !(reply.outcome() instanceof Refusal.RequestForgotten)
                && !(reply.outcome() instanceof Refusal.DeadlinePassed)
                && !(reply.outcome() instanceof Refusal.TokenRevoked)
                && !(reply.outcome() instanceof Refusal.RulesChanged)
                && !(reply.outcome() instanceof Refusal.RequestIdReused);
    }

    private static LongStream seeds() {
        var one = Long.getLong("simulation.seed");
        return one == null ? LongStream.range(0, Long.getLong("simulation.seeds", 300)) : LongStream.of(one);
    }

    /** One run: what the naive store answers at each position is what every replica must answer there. */
    private static final class Simulation {
        private final Random random;
        private final Bounds bounds;
        private final List<Long> times = new ArrayList<>();
        private final List<byte[]> log = new ArrayList<>();
        private final List<Reply> replies = new ArrayList<>();
        private final List<byte[]> digests = new ArrayList<>();
        private final List<Replica> replicas = new ArrayList<>();

        Simulation(Random random) {
            this.random = random;
            this.bounds = randomBounds();
            var operations = new SimulatedOperations(random);
            var naive = new NaiveStore(bounds);
            var first = new Keyspace(bounds);
            digests.add(first.view().digest());
            for (var item : SimulatedLog.of(random, bounds, LOG_LENGTH)) {
                times.add(item.timeMillis());
                log.add(CommandCodec.encode(item.command()));
                replies.add(naive.apply(item.timeMillis(), item.command()));
                assertThat(first.apply(item.timeMillis(), item.command()).reply())
                        .as("to %s", item)
                        .isEqualTo(last(replies));
                digests.add(first.view().digest());
                var likeness = new Likeness(naive, first.view());
                likeness.check();
                long revision = first.view().revision() - random.nextInt(20) + 1;
                likeness.checkRange(operations.namespace(), operations.keys(), revision);
            }
            for (int i = 0; i < REPLICAS; i++) {
                replicas.add(new Replica());
            }
        }

        long restored() {
            return replies.stream()
                    .filter(reply -> reply.outcome() instanceof Outcome.Restored && !reply.replayed())
                    .count();
        }

        private Bounds randomBounds() {
            return new Bounds(
                    1 + random.nextInt(60),
                    400 + random.nextInt(20_000),
                    1 + random.nextInt(40),
                    random.nextInt(20_000),
                    1 + random.nextInt(6));
        }

        private static <T> T last(List<T> list) {
            return list.get(list.size() - 1);
        }

        void run() throws IOException {
            while (replicas.stream().anyMatch(replica -> replica.position < LOG_LENGTH)) {
                var replica = replicas.get(random.nextInt(REPLICAS));
                switch (random.nextInt(12)) {
                    case 0 -> replica.takeSnapshot();
                    case 1 -> replica.restart();
                    case 2 -> replica.install(replicas.get(random.nextInt(REPLICAS)));
                    default -> replica.applySome();
                }
            }
        }

        private final class Replica {
            private Keyspace keyspace = new Keyspace(bounds);
            private int position;
            private byte[] snapshot = new byte[0];
            private int snapshotPosition;

            void applySome() {
                int end = Math.min(LOG_LENGTH, position + 1 + random.nextInt(20));
                while (position < end) {
                    var applied = keyspace.apply(times.get(position), CommandCodec.decode(log.get(position)));
                    var reply = ReplyCodec.decode(ReplyCodec.encode(applied.reply()));
                    assertThat(reply).as("position %d", position).isEqualTo(replies.get(position));
                    position++;
                    assertThat(keyspace.view().digest())
                            .as("position %d", position)
                            .isEqualTo(digests.get(position));
                }
            }

            void takeSnapshot() throws IOException {
                var bytes = new ByteArrayOutputStream();
                keyspace.view().writeTo(bytes);
                snapshot = bytes.toByteArray();
                snapshotPosition = position;
            }

            void restart() throws IOException {
                keyspace = new Keyspace(bounds);
                position = snapshotPosition;
                if (snapshot.length > 0) {
                    keyspace.restore(new ByteArrayInputStream(snapshot));
                }
                assertThat(keyspace.view().digest()).isEqualTo(digests.get(position));
            }

            /** The other's last snapshot, ahead or behind, over whatever is here. */
            void install(Replica other) throws IOException {
                if (other.snapshotPosition >= position && other.snapshot.length > 0) {
                    snapshot = other.snapshot;
                    snapshotPosition = other.snapshotPosition;
                    keyspace.restore(new ByteArrayInputStream(snapshot));
                    position = snapshotPosition;
                    assertThat(keyspace.view().digest()).isEqualTo(digests.get(position));
                }
            }
        }
    }
}
