package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.RaftStorage;
import io.concord.server.raft.consensus.Settings;
import io.concord.server.raft.storage.FakeDisk;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
    record Result(long answers, long snapshotsInstalled) {}

    private static final long PEACE_MILLIS = 8_000;

    private final Plan plan;
    private final Random random;
    private final SimulatedCluster cluster;
    private final Timeline timeline;
    private final Clients clients;
    private final Trouble trouble;

    private Simulation(long seed, Plan plan) {
        this.plan = plan;
        this.random = new Random(seed);
        this.cluster = new SimulatedCluster(random, plan, this::elected);
        this.timeline = cluster.timeline();
        // Clients of every other schedule leave it at one attempt.
        this.clients = new Clients(cluster, random, seed % 2 == 0);
        this.trouble = new Trouble(cluster, random);
    }

    /**
     * Runs the schedule of a seed.
     *
     * @throws AssertionError if a promise is broken
     */
    static Result run(long seed, Plan plan) {
        return new Simulation(seed, plan).run();
    }

    private void elected(SimulatedMember leader) {
        trouble.elected(leader);
    }

    private Result run() {
        cluster.members().forEach(member -> timeline.in(random.nextInt(500), () -> member.start(true)));
        cluster.connectAll();
        timeline.in(100, clients::act);
        timeline.in(500, trouble::cause);
        timeline.runUntil(plan.troubleMillis());
        makePeace();
        timeline.runUntil(plan.troubleMillis() + PEACE_MILLIS);
        requireAgreement();
        return new Result(cluster.ledger().answers(), cluster.ledger().snapshotsInstalled());
    }

    private void makePeace() {
        trouble.end();
        cluster.network().heal();
        cluster.network().weather(0, 0, 3);
        cluster.members().forEach(member -> {
            member.disk().heal();
            cluster.up(member);
        });
        cluster.connectAll();
        timeline.in(3_000, this::promoteAll);
        timeline.in(3_000, () -> cluster.members().forEach(cluster::up));
    }

    /** Whoever lost its vote gets it back. */
    private void promoteAll() {
        cluster.ids().forEach(id -> cluster.leader().post((replica, now) -> replica.promote(id, now, fate -> {})));
        timeline.in(1_000, this::promoteAll);
    }

    private void requireAgreement() {
        var applied = cluster.members().stream()
                .mapToLong(SimulatedMember::appliedIndex)
                .summaryStatistics();
        if (applied.getMin() == 0 || applied.getMin() + 50 < applied.getMax()) {
            throw new Ledger.Violation("the members do not come together again: "
                    + cluster.members().stream()
                            .map(member -> member.id() + " " + member.status())
                            .toList());
        }
        var before = cluster.ledger().answers();
        timeline.runUntil(timeline.now() + 2_000);
        if (cluster.ledger().answers() < before + 20) {
            throw new Ledger.Violation(
                    "the cluster does not serve again: " + (cluster.ledger().answers() - before)
                            + " answers in 2 s: "
                            + cluster.members().stream()
                                    .map(member -> member.id() + " " + member.status())
                                    .toList());
        }
    }
}
