package io.concord.server.raft.simulation;

import io.concord.core.format.FormatLevel;
import io.concord.server.raft.consensus.Consensus;
import io.concord.server.raft.consensus.Envelope;
import io.concord.server.raft.consensus.RaftStorage;
import io.concord.server.raft.consensus.Self;
import io.concord.server.raft.consensus.Settings;
import io.concord.server.raft.replica.Host;
import io.concord.server.raft.replica.Replica;
import io.concord.server.raft.replica.ReplicaStatus;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.raft.storage.FakeDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A member of the simulated cluster: the product's own replica, consensus and storage on a fake disk and network. */
final class SimulatedMember {
    /** What a member does when its turn comes. */
    interface Job {
        void run(Replica replica, long now);
    }

    /** What all members of a cluster share. */
    record World(
            Timeline timeline,
            Random random,
            Network network,
            Ledger ledger,
            Settings settings,
            List<String> founders,
            UnaryOperator<RaftStorage> flaw,
            boolean remembering,
            Consumer<SimulatedMember> elected) {}

    private static final long TICK_MILLIS = 30;
    private static final long SNAPSHOT_LOG_BYTES = 3_000;

    private final World world;
    private final String id;
    private FakeDisk disk;
    private List<Job> inbox = new ArrayList<>();
    private @Nullable DurableStorage storage;
    private @Nullable Replica replica;
    private @Nullable LedgerMachine machine;
    private Set<String> connected = Set.of();
    private boolean awake;
    private long pausedUntilMillis;
    private int run;

    SimulatedMember(World world, String id, FakeDisk disk) {
        this.world = world;
        this.id = id;
        this.disk = disk;
    }

    String id() {
        return id;
    }

    FakeDisk disk() {
        return disk;
    }

    boolean isUp() {
        return replica != null;
    }

    boolean isPaused() {
        return world.timeline().now() < pausedUntilMillis;
    }

    @Nullable ReplicaStatus status() {
        return replica == null ? null : replica.status();
    }

    @Nullable UUID incarnation() {
        return storage == null ? null : storage.identity().incarnation();
    }

    long appliedIndex() {
        return replica == null ? 0 : replica.status().appliedIndex();
    }

    /** Starts on what the disk has; an empty disk founds the cluster only if it is told to. */
    void start(boolean founding) {
        run++;
        var random = new Random(world.random().nextLong());
        try {
            var opened = DurableStorage.open(
                    disk,
                    new DurableStorage.Origin(id, new UUID(random.nextLong(), random.nextLong()), founding),
                    OPTIONS);
            storage = opened;
            var identity = opened.identity();
            var self = new Self(
                    id,
                    identity.incarnation(),
                    identity.clusterId(),
                    FormatLevel.FIRST,
                    identity.founder() ? world.founders() : List.of());
            var consensus = new Consensus(
                    world.settings(),
                    self,
                    new WatchedStorage(
                            world.flaw().apply(opened),
                            id,
                            world.ledger().stamps(),
                            () -> world.timeline().now()),
                    random,
                    clock());
            machine =
                    new LedgerMachine(id, world.ledger(), random.nextInt(4) == 0 ? 600_000 : 100, world.remembering());
            replica = new Replica(
                    consensus,
                    opened,
                    machine,
                    new SimulatedHost(run),
                    world.settings(),
                    SNAPSHOT_LOG_BYTES,
                    random.nextLong());
            inbox = new ArrayList<>();
            var ids = connected;
            post((member, now) -> member.connected(ids, now));
            tick(run);
        } catch (IOException | UncheckedIOException e) {
            stop();
        }
    }

    /** The process dies; what it has written and not synced survives. */
    void kill() {
        stop();
        disk = disk.kill();
    }

    /** The power fails; some of what was not synced survives, in pieces. */
    void losePower() {
        stop();
        disk = disk.crash(world.random());
    }

    /** The disk is replaced by an empty one. */
    void loseDisk(FakeDisk empty) {
        stop();
        disk = empty;
    }

    /** Stands still; what comes meanwhile waits. */
    void pause(long millis) {
        pausedUntilMillis = world.timeline().now() + millis;
    }

    void connected(Set<String> ids) {
        connected = ids;
        post((member, now) -> member.connected(ids, now));
    }

    void receive(Envelope envelope) {
        post((member, now) -> member.receive(envelope, now));
    }

    /** Gives the member something to do at its next turn, together with all else that waits. */
    void post(Job job) {
        if (replica == null) {
            return;
        }
        inbox.add(job);
        wakeSoon();
    }

    private void stop() {
        run++;
        replica = null;
        if (storage != null) {
            storage.abandon();
            storage = null;
        }
        inbox = new ArrayList<>();
        awake = false;
    }

    private void tick(int ofRun) {
        if (ofRun != run) {
            return;
        }
        post(Replica::tick);
        world.timeline().in(TICK_MILLIS, () -> tick(ofRun));
    }

    /** The member's own monotonic clock, which begins somewhere else at each start. */
    private long clock() {
        return world.timeline().now() + 7_919L * id.hashCode() * run % 1_000_000 - 500_000;
    }

    private void wakeSoon() {
        if (!awake) {
            awake = true;
            var ofRun = run;
            var delay = Math.max(
                    world.random().nextLong(3),
                    pausedUntilMillis - world.timeline().now());
            world.timeline().in(delay, () -> takeTurn(ofRun));
        }
    }

    private void takeTurn(int ofRun) {
        if (ofRun != run || replica == null) {
            return;
        }
        awake = false;
        if (isPaused()) {
            wakeSoon();
            return;
        }
        var jobs = inbox;
        inbox = new ArrayList<>();
        var now = clock();
        try {
            for (var job : jobs) {
                job.run(replica, now);
            }
            var led = replica.status().leads();
            replica.settle(now);
            var status = replica.status();
            if (status.leads()) {
                world.ledger().leads(id, status.term());
                if (!led) {
                    world.elected().accept(this);
                }
            }
        } catch (UncheckedIOException e) {
            // A failed disk stops the member; what it had not said yet it never says.
            losePower();
        }
    }

    private final class SimulatedHost implements Host {
        private final int ofRun;

        SimulatedHost(int ofRun) {
            this.ofRun = ofRun;
        }

        @Override
        public void send(Envelope envelope) {
            world.network().send(envelope);
        }

        @Override
        public void inBackground(Runnable job) {
            world.timeline().in(1 + world.random().nextLong(100), () -> {
                if (ofRun == run) {
                    job.run();
                }
            });
        }

        @Override
        public void onReplicaThread(Runnable job) {
            post((member, now) -> job.run());
        }

        @Override
        public void notice(String text) {
            Trace.line(world.timeline().now(), id, text);
        }

        @Override
        public void snapshotCreated(long index) {
            // The ledger compares every state.
        }

        @Override
        public void snapshotInstalled(long index, String from) {
            world.ledger().snapshotInstalled();
            notice("installed the snapshot at " + index + " from " + from);
        }

        @Override
        public void digest(long index, byte[] digest) {
            // The ledger compares every state.
        }

        @Override
        public void fail(String what, Throwable cause) {
            if (cause instanceof IOException || cause instanceof UncheckedIOException) {
                losePower();
            } else {
                throw new AssertionError(id + ": " + what, cause);
            }
        }
    }

    private static final DurableStorage.Options OPTIONS = new DurableStorage.Options(2_000, 4_000, nanos -> {});

    static Set<String> others(Set<String> all, String id) {
        var others = new HashSet<>(all);
        others.remove(id);
        return others;
    }
}
