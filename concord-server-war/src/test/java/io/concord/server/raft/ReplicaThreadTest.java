package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.server.raft.consensus.Consensus;
import io.concord.server.raft.consensus.Self;
import io.concord.server.raft.consensus.Settings;
import io.concord.server.raft.replica.Fate;
import io.concord.server.raft.replica.Replica;
import io.concord.server.raft.replica.StateMachine;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.raft.storage.FakeDisk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member alone, on its thread, in which something happens that cannot be: it stops and acknowledges nothing more. */
class ReplicaThreadTest {
    private static final UUID INCARNATION = new UUID(1, 2);
    private static final Settings SETTINGS = Settings.of(100);

    private final FakeDisk disk = new FakeDisk();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final FailStop failStop = new FailStop(() -> stopped.complete(null));
    private final ReplicaThread thread = new ReplicaThread("replica-in-test", 5, index -> {}, status -> {}, failStop);
    private final Queue<Fate> fates = new ConcurrentLinkedQueue<>();
    private Replica replica;

    @BeforeEach
    void start() throws IOException {
        var storage = DurableStorage.open(
                disk, new DurableStorage.Origin("n1", INCARNATION, true), DurableStorage.Options.DEFAULT);
        var self = new Self("n1", INCARNATION, null, 1, List.of("n1"));
        var consensus = new Consensus(SETTINGS, self, storage, new Random(1), ReplicaThread.nowMillis());
        var digests = new DigestWatch("n1", () -> 1, () -> {}, reason -> {});
        var host = new ReplicaHost(envelope -> {}, Runnable::run, thread, digests, failStop, new NodeEvents("n1"));
        replica = new Replica(consensus, storage, new PickyMachine(), host, SETTINGS, 1 << 20, 1);
        thread.start(replica);
        await().until(() -> replica.status().leads()
                && replica.status().appliedIndex() == replica.status().lastIndex());
    }

    @AfterEach
    void stop() {
        thread.close();
    }

    @Test
    void a_command_that_cannot_be_applied_stops_the_node_and_is_not_acknowledged() {
        propose(1);
        await().until(() -> fates.size() == 1);

        propose(PickyMachine.POISON);

        assertThat(stopped).succeedsWithin(NodeCluster.PATIENCE);
        assertThat(failStop.reason().orElseThrow()).contains("not to be applied");
        assertThat(fates).singleElement().isInstanceOf(Fate.Applied.class);
        assertThat(thread.offer((member, now) -> {})).isFalse();
    }

    @Test
    void a_snapshot_that_cannot_be_written_stops_the_node() {
        propose(1);
        await().until(() -> fates.size() == 1);
        var done = new CompletableFuture<Long>();
        disk.failOnce(FakeDisk.Operation.WRITE, 0);

        thread.offer((member, now) -> member.snapshot(done));

        assertThat(stopped).succeedsWithin(NodeCluster.PATIENCE);
        assertThat(failStop.reason().orElseThrow()).contains("a snapshot could not be written");
        assertThat(done).isNotDone();
    }

    private void propose(int command) {
        thread.offer((member, now) -> member.propose(new byte[] {(byte) command}, now, fates::add));
    }

    /** Takes every command but one. */
    private static final class PickyMachine implements StateMachine {
        static final int POISON = 13;

        @Override
        public byte[] apply(long index, long timeMillis, byte[] command) {
            if (command[0] == POISON) {
                throw new IllegalStateException("not to be applied");
            }
            return command;
        }

        @Override
        public Frozen freeze() {
            return new Frozen() {
                @Override
                public void writeTo(OutputStream out) throws IOException {
                    out.write(new byte[300_000]);
                }

                @Override
                public byte[] digest() {
                    return new byte[1];
                }
            };
        }

        @Override
        public void restore(InputStream in) throws IOException {
            in.readAllBytes();
        }
    }
}
