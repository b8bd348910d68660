package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.RaftStorage;
import io.concord.server.raft.consensus.Settings;
import io.concord.server.raft.replica.Fate;
import io.concord.server.raft.replica.Replica;
import io.concord.server.raft.replica.ReplicaStatus;
import io.concord.server.raft.storage.FakeDisk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: a cluster of one to five members, clients that write and read, and trouble, all drawn from the seed. At the
 * end the trouble stops, and the cluster must serve again and its members agree.
 */
final class Simulation {
    /**
     * What a schedule may contain, and what is broken on purpose.
     *
     * @param remembering whether members remember requests, so that a retry has no second effect
     */
    record Plan(
            Settings settings,
            UnaryOperator<RaftStorage> flaw,
            Consumer<FakeDisk> diskFlaw,
            boolean remembering,
            long troubleMillis) {
        /** Small messages, so that what belongs together arrives apart. */
        static final Settings SETTINGS =
                new Settings(300, 30, 400, 3_000, Settings.of(300).safeguards());

        static Plan sound() {
            return new Plan(SETTINGS, storage -> storage, disk -> {}, true, 6_000);
        }

        Plan with(Settings changed) {
            return new Plan(changed, flaw, diskFlaw, remembering, troubleMillis);
        }

        Plan with(UnaryOperator<RaftStorage> storageFlaw) {
            return new Plan(settings, storageFlaw, diskFlaw, remembering, troubleMillis);
        }

        Plan withDisk(Consumer<FakeDisk> flawed) {
            return new Plan(settings, flaw, flawed, remembering, troubleMillis);
        }

        Plan forgettingRequests() {
            return new Plan(settings, flaw, diskFlaw, false, troubleMillis);
        }
    }

    /** What came of a schedule. */
    record Result(long answers, long terms, long snapshotsInstalled) {}

    private static final long CLIENT_MILLIS = 30;

    /** After so long a client takes the answer to its write for lost. */
    private static final long PATIENCE_MILLIS = 400;

    private static final int ATTEMPTS_MAX = 3;
    private static final long PEACE_MILLIS = 8_000;

    private final Random random;
    private final Plan plan;
    private final Timeline timeline = new Timeline();
    private final Ledger ledger = new Ledger();
    private final Network network;
    private final Map<String, SimulatedMember> members = new LinkedHashMap<>();
    private final SimulatedMember.World world;
    private final Set<String> lost = new HashSet<>();
    private long commands;
    private boolean trouble = true;

    /** Clients of every other schedule leave it at one attempt. */
    private final boolean retrying;

    private Simulation(long seed, Plan plan) {
        this.random = new Random(seed);
        this.retrying = seed % 2 == 0;
        this.plan = plan;
        this.network = new Network(timeline, random, envelope -> {
            var to = members.get(envelope.to());
            if (to != null) {
                to.receive(envelope);
            }
        });
        var size = new int[] {1, 2, 3, 3, 3, 3, 3, 5, 5}[random.nextInt(9)];
        var founders = new ArrayList<String>();
        for (var i = 1; i <= size; i++) {
            founders.add("n" + i);
        }
        this.world = new SimulatedMember.World(
                timeline,
                random,
                network,
                ledger,
                plan.settings(),
                List.copyOf(founders),
                plan.flaw(),
                plan.remembering(),
                this::elected);
        founders.forEach(id -> members.put(id, new SimulatedMember(world, id, newDisk())));
    }

    /**
     * Runs the schedule of a seed.
     *
     * @throws AssertionError if a promise is broken
     */
    static Result run(long seed, Plan plan) {
        return new Simulation(seed, plan).run();
    }

    private Result run() {
        members.values().forEach(member -> timeline.in(random.nextInt(500), () -> member.start(true)));
        connectAll();
        timeline.in(100, this::client);
        timeline.in(500, this::cause);
        timeline.runUntil(plan.troubleMillis());
        makePeace();
        timeline.runUntil(plan.troubleMillis() + PEACE_MILLIS);
        requireAgreement();
        var term = members.values().stream()
                .mapToLong(
                        member -> member.status() == null ? 0 : member.status().term())
                .max()
                .orElse(0);
        return new Result(ledger.answers(), term, 0);
    }

    private FakeDisk newDisk() {
        var disk = new FakeDisk();
        plan.diskFlaw().accept(disk);
        return disk;
    }

    // ---- Clients
    // -----------------------------------------------------------------------------------------------------

    private void client() {
        var up = members.values().stream().filter(SimulatedMember::isUp).toList();
        if (!up.isEmpty()) {
            var member = random.nextInt(3) == 0 ? up.get(random.nextInt(up.size())) : leaderOf(up);
            if (random.nextBoolean()) {
                write(member);
            } else {
                read(random.nextBoolean() ? member : up.get(random.nextInt(up.size())));
            }
        }
        timeline.in(1 + random.nextLong(CLIENT_MILLIS), this::client);
    }

    private SimulatedMember leaderOf(List<SimulatedMember> up) {
        var leaders = up.stream()
                .filter(member -> member.status() != null && member.status().leads())
                .toList();
        var from = leaders.isEmpty() ? up : leaders;
        return from.get(random.nextInt(from.size()));
    }

    private void write(SimulatedMember member) {
        var command = ++commands;
        var bytes = random.nextInt(20) == 0 ? 2_500 : 8 + random.nextInt(200);
        new Write(command, LedgerMachine.command(command, bytes), ledger.mustSee()).tryAt(member);
    }

    /** A write whose client tries again, with the same request id, while it does not know whether it was applied. */
    private final class Write {
        private final long command;
        private final byte[] bytes;
        private final long mustSee;
        private int attempts;
        private boolean answered;

        Write(long command, byte[] bytes, long mustSee) {
            this.command = command;
            this.bytes = bytes;
            this.mustSee = mustSee;
        }

        void tryAt(SimulatedMember member) {
            var attempt = ++attempts;
            member.post((replica, now) -> replica.propose(bytes, fate -> decided(fate, attempt)));
            if (retrying) {
                timeline.in(PATIENCE_MILLIS, () -> tryAgainAfter(attempt));
            }
        }

        private void decided(Fate fate, int attempt) {
            if (fate instanceof Fate.Applied applied && !answered) {
                answered = true;
                ledger.written(command, applied.index(), mustSee);
            } else if (fate instanceof Fate.NotTaken && attempts == 1) {
                answered = true;
                ledger.refused(command);
            } else if (fate instanceof Fate.Lost && retrying) {
                timeline.in(1 + random.nextLong(CLIENT_MILLIS), () -> tryAgainAfter(attempt));
            }
        }

        private void tryAgainAfter(int attempt) {
            var up = members.values().stream().filter(SimulatedMember::isUp).toList();
            if (!answered && attempts == attempt && attempts < ATTEMPTS_MAX && !up.isEmpty()) {
                tryAt(leaderOf(up));
            }
        }
    }

    private void read(SimulatedMember member) {
        var mustSee = ledger.mustSee();
        var index = new CompletableFuture<Long>();
        index.thenAccept(confirmed -> serve(member, confirmed, mustSee));
        member.post((replica, now) -> replica.readIndex(index));
        timeline.in(2_000, () -> index.cancel(false));
    }

    /** As the node does: from its own state, once that has come so far. */
    private void serve(SimulatedMember member, long confirmed, long mustSee) {
        member.post((replica, now) -> {
            var applied = replica.status().appliedIndex();
            if (applied >= confirmed) {
                ledger.read(applied, mustSee);
            } else {
                timeline.in(5, () -> serve(member, confirmed, mustSee));
            }
        });
    }

    // ---- Trouble
    // -----------------------------------------------------------------------------------------------------

    private void cause() {
        if (!trouble) {
            return;
        }
        var victim = List.copyOf(members.values()).get(random.nextInt(members.size()));
        switch (random.nextInt(21)) {
            case 0 -> network.weather(random.nextDouble() * 0.3, random.nextDouble() * 0.3, 1 + random.nextLong(60));
            case 1 -> network.weather(0, 0, 3);
            case 2, 3 -> down(victim, SimulatedMember::kill);
            case 4, 5 -> down(victim, SimulatedMember::losePower);
            case 6 -> members.values().forEach(member -> down(member, SimulatedMember::losePower));
            case 7 -> victim.pause(50 + random.nextLong(2_000));
            case 8 -> leader().pause(50 + random.nextLong(2_000));
            case 9 -> partition(Set.of(leader().id()));
            case 10 -> partition(Set.of(victim.id()));
            case 11 -> oneWay(victim);
            case 12 -> victim.disk().failAfter(random.nextInt(40));
            case 13 -> down(leader(), SimulatedMember::kill);
            case 14 -> down(leader(), SimulatedMember::losePower);
            case 15 -> network.weather(random.nextDouble() * 0.6, 0, 1 + random.nextLong(20));
            case 16, 17 -> wipe(victim);
            case 18, 19 -> changeTwice();
            default -> moveLeadershipOrMembership();
        }
        timeline.in(50 + random.nextLong(500), this::cause);
    }

    private void down(SimulatedMember victim, Consumer<SimulatedMember> how) {
        if (victim.isUp()) {
            how.accept(victim);
            connectAll();
            timeline.in(20 + random.nextLong(1_500), () -> up(victim));
        }
    }

    /** A leader that has just been elected is in the most delicate moment of its life. */
    private void elected(SimulatedMember leader) {
        if (trouble && random.nextInt(3) == 0) {
            timeline.in(random.nextLong(25), () -> {
                if (random.nextBoolean()) {
                    down(leader, random.nextBoolean() ? SimulatedMember::kill : SimulatedMember::losePower);
                } else {
                    partition(Set.of(leader.id()));
                }
            });
        }
    }

    /** A disk is lost, while all others are there: one more could lose what was acknowledged. */
    private void wipe(SimulatedMember victim) {
        var status = leader().status();
        if (members.size() >= 3 && status != null && status.leads() && isComplete(status)) {
            victim.loseDisk(newDisk());
            lost.add(victim.id());
            connectAll();
            timeline.in(20 + random.nextLong(500), () -> up(victim));
        }
    }

    /** All are there and follow one leader, whose membership has the disks of all. */
    private boolean isComplete(ReplicaStatus status) {
        return status.commitIndex() == status.lastIndex()
                && members.values().stream().allMatch(member -> follows(member, status))
                && status.membership().voters().size() == members.size()
                && members.values().stream()
                        .allMatch(member -> member.isUp()
                                && member.incarnation() != null
                                && status.membership().counts(member.id(), member.incarnation())
                                && status.membership().voters().stream()
                                        .allMatch(voter -> voter.incarnation() != null));
    }

    private static boolean follows(SimulatedMember member, ReplicaStatus leader) {
        var status = member.status();
        return status != null && status.term() == leader.term() && Objects.equals(status.leader(), leader.leader());
    }

    /** Removing another while a lost disk has not got its vote back may leave too few for good: operators must not. */
    private void remove(Replica replica, String id) {
        var membership = replica.status().membership();
        lost.removeIf(member -> membership.counts(member, incarnationOf(member)));
        if (lost.isEmpty()) {
            replica.remove(id, fate -> {});
        }
    }

    private @Nullable UUID incarnationOf(String id) {
        return Objects.requireNonNull(members.get(id)).incarnation();
    }

    private void up(SimulatedMember member) {
        if (!member.isUp()) {
            member.disk().heal();
            // Whoever has lost its disk may still be told to found the cluster: the worst that an operator can do.
            member.start(lost.contains(member.id()) && random.nextBoolean());
            connectAll();
        }
    }

    private void partition(Set<String> group) {
        network.isolate(group, members.keySet());
        connectAll();
        timeline.in(100 + random.nextLong(2_000), () -> {
            network.heal();
            connectAll();
        });
    }

    /** Others do not hear the victim, or it does not hear them; the transport notices nothing. */
    private void oneWay(SimulatedMember victim) {
        var deaf = random.nextBoolean();
        for (var other : members.keySet()) {
            if (!other.equals(victim.id())) {
                network.cut(deaf ? other : victim.id(), deaf ? victim.id() : other);
            }
        }
        timeline.in(100 + random.nextLong(2_000), network::heal);
    }

    private void moveLeadershipOrMembership() {
        var leader = leader();
        var ids = List.copyOf(members.keySet());
        var other = ids.get(random.nextInt(ids.size()));
        switch (random.nextInt(4)) {
            case 0 -> leader.post((replica, now) -> replica.handOver(now));
            case 1 -> leader.post((replica, now) -> remove(replica, other));
            case 2 -> leader.post((replica, now) -> replica.promote(other, fate -> {}));
            default ->
                members.values()
                        .forEach(member -> member.post((replica, now) -> replica.snapshot(new CompletableFuture<>())));
        }
    }

    /** Two operators at once: only one may have his way. */
    private void changeTwice() {
        var leader = leader();
        var ids = List.copyOf(members.keySet());
        var first = ids.get(random.nextInt(ids.size()));
        var second = ids.get(random.nextInt(ids.size()));
        var add = random.nextBoolean();
        leader.post((replica, now) -> {
            if (add) {
                replica.promote(first, fate -> {});
                replica.promote(second, fate -> {});
            } else {
                remove(replica, first);
                remove(replica, second);
            }
        });
    }

    private SimulatedMember leader() {
        return leaderOf(List.copyOf(members.values()));
    }

    /** The transport sees who is up and not cut off, after a while. */
    private void connectAll() {
        timeline.in(
                random.nextLong(300),
                () -> members.values().forEach(member -> {
                    var ids = new HashSet<String>();
                    for (var other : members.values()) {
                        if (other.isUp() && !network.isCut(other.id(), member.id()) && other != member) {
                            ids.add(other.id());
                        }
                    }
                    member.connected(ids);
                }));
    }

    // ---- The end
    // -----------------------------------------------------------------------------------------------------

    private void makePeace() {
        trouble = false;
        network.heal();
        network.weather(0, 0, 3);
        members.values().forEach(member -> {
            member.disk().heal();
            up(member);
        });
        connectAll();
        timeline.in(3_000, this::promoteAll);
        timeline.in(3_000, () -> members.values().forEach(this::up));
    }

    /** Whoever lost its vote gets it back. */
    private void promoteAll() {
        members.keySet().forEach(id -> leader().post((replica, now) -> replica.promote(id, fate -> {})));
        timeline.in(1_000, this::promoteAll);
    }

    private void requireAgreement() {
        var applied = members.values().stream()
                .mapToLong(SimulatedMember::appliedIndex)
                .summaryStatistics();
        if (applied.getMin() == 0 || applied.getMin() + 50 < applied.getMax()) {
            throw new Ledger.Violation("the members do not come together again: "
                    + members.values().stream()
                            .map(member -> member.id() + " " + member.status())
                            .toList());
        }
        var before = ledger.answers();
        timeline.runUntil(timeline.now() + 2_000);
        if (ledger.answers() < before + 20) {
            throw new Ledger.Violation("the cluster does not serve again: " + (ledger.answers() - before)
                    + " answers in 2 s: "
                    + members.values().stream()
                            .map(member -> member.id() + " " + member.status())
                            .toList());
        }
    }
}
