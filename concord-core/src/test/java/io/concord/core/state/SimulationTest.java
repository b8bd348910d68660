package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.command.ReplyCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
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
        seeds().forEach(seed -> {
            try {
                new Simulation(new Random(seed)).run();
            } catch (AssertionError | Exception e) {
                throw new AssertionError("failed; run it again with -Dsimulation.seed=" + seed, e);
            }
        });
    }

    /** Retries carry the time of the first attempt here, as submitters must. */
    @Test
    void no_command_takes_effect_twice_however_often_and_late_it_is_retried() {
        seeds().forEach(seed -> {
            var keyspace = new Keyspace(4);
            var decided = new HashSet<Command>();
            for (var command : SimulatedLog.of(new Random(seed), LOG_LENGTH)) {
                var applied = keyspace.apply(command);

                boolean isFirst = !applied.reply().replayed() && wasDecided(applied.reply());
                if (isFirst && command instanceof Command.Write) {
                    assertThat(decided.add(command))
                            .as("seed %d: %s", seed, command)
                            .isTrue();
                }
            }
        });
    }

    private static boolean wasDecided(Reply reply) {
        return !(reply.outcome() instanceof Outcome.RequestForgotten)
                && !(reply.outcome() instanceof Outcome.RequestIdReused);
    }

    private static LongStream seeds() {
        var one = Long.getLong("simulation.seed");
        return one == null ? LongStream.range(0, Long.getLong("simulation.seeds", 300)) : LongStream.of(one);
    }

    /** One run: what the naive store answers at each position is what every replica must answer there. */
    private static final class Simulation {
        private final Random random;
        private final int requestCapacity;
        private final List<byte[]> log = new ArrayList<>();
        private final List<Reply> replies = new ArrayList<>();
        private final List<byte[]> digests = new ArrayList<>();
        private final List<Replica> replicas = new ArrayList<>();

        Simulation(Random random) {
            this.random = random;
            this.requestCapacity = 1 + random.nextInt(40);
            var naive = new NaiveStore(requestCapacity);
            var first = new Keyspace(requestCapacity);
            digests.add(first.view().digest());
            for (var command : SimulatedLog.of(random, LOG_LENGTH)) {
                log.add(CommandCodec.encode(command));
                replies.add(naive.apply(command));
                first.apply(command);
                digests.add(first.view().digest());
                assertThat(naive.isSameAs(first.view())).as("after %s", command).isTrue();
            }
            for (int i = 0; i < REPLICAS; i++) {
                replicas.add(new Replica());
            }
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
            private Keyspace keyspace = new Keyspace(requestCapacity);
            private int position;
            private byte[] snapshot = new byte[0];
            private int snapshotPosition;

            void applySome() {
                int end = Math.min(LOG_LENGTH, position + 1 + random.nextInt(20));
                while (position < end) {
                    var applied = keyspace.apply(CommandCodec.decode(log.get(position)));
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
                keyspace = new Keyspace(requestCapacity);
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
