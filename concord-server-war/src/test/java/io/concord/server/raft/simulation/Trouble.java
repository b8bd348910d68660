package io.concord.server.raft.simulation;

import io.concord.server.raft.replica.Replica;
import io.concord.server.raft.replica.ReplicaStatus;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** All that goes wrong, and the operators who make it worse; until {@link #end}. */
final class Trouble {
    private final SimulatedCluster cluster;
    private final Random random;
    private final Timeline timeline;
    private final Network network;
    private boolean over;

    Trouble(SimulatedCluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
        this.timeline = cluster.timeline();
        this.network = cluster.network();
    }

    /** What is broken is repaired by whoever ends it. */
    void end() {
        over = true;
    }

    /** One trouble, and then the next after a while. */
    void cause() {
        if (over) {
            return;
        }
        var victim = cluster.members().get(random.nextInt(cluster.members().size()));
        switch (random.nextInt(21)) {
            case 0 -> network.weather(random.nextDouble() * 0.3, random.nextDouble() * 0.3, 1 + random.nextLong(60));
            case 1 -> network.weather(0, 0, 3);
            case 2, 3 -> down(victim, SimulatedMember::kill);
            case 4, 5 -> down(victim, SimulatedMember::losePower);
            case 6 -> cluster.members().forEach(member -> down(member, SimulatedMember::losePower));
            case 7 -> victim.pause(50 + random.nextLong(2_000));
            case 8 -> cluster.leader().pause(50 + random.nextLong(2_000));
            case 9 -> partition(Set.of(cluster.leader().id()));
            case 10 -> partition(Set.of(victim.id()));
            case 11 -> oneWay(victim);
            case 12 -> victim.disk().failAfter(random.nextInt(40));
            case 13 -> down(cluster.leader(), SimulatedMember::kill);
            case 14 -> down(cluster.leader(), SimulatedMember::losePower);
            case 15 -> network.weather(random.nextDouble() * 0.6, 0, 1 + random.nextLong(20));
            case 16, 17 -> wipe(victim);
            case 18, 19 -> changeTwice();
            default -> moveLeadershipOrMembership();
        }
        timeline.in(50 + random.nextLong(500), this::cause);
    }

    /** A leader that has just been elected is in the most delicate moment of its life. */
    void elected(SimulatedMember leader) {
        if (!over && random.nextInt(3) == 0) {
            timeline.in(random.nextLong(25), () -> {
                if (random.nextBoolean()) {
                    down(leader, random.nextBoolean() ? SimulatedMember::kill : SimulatedMember::losePower);
                } else {
                    partition(Set.of(leader.id()));
                }
            });
        }
    }

    private void down(SimulatedMember victim, Consumer<SimulatedMember> how) {
        if (victim.isUp()) {
            how.accept(victim);
            cluster.connectAll();
            timeline.in(20 + random.nextLong(1_500), () -> cluster.up(victim));
        }
    }

    /** A disk is lost, while all others are there: one more could lose what was acknowledged. */
    private void wipe(SimulatedMember victim) {
        var status = cluster.leader().status();
        if (cluster.members().size() >= 3 && status != null && status.leads() && isComplete(status)) {
            cluster.loseDisk(victim);
            cluster.connectAll();
            timeline.in(20 + random.nextLong(500), () -> cluster.up(victim));
        }
    }

    /** All are there and follow one leader, whose membership has the disks of all. */
    private boolean isComplete(ReplicaStatus status) {
        return status.commitIndex() == status.lastIndex()
                && cluster.members().stream().allMatch(member -> follows(member, status))
                && status.membership().voters().size() == cluster.members().size()
                && cluster.members().stream()
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
    private void remove(Replica replica, String id, long now) {
        if (!cluster.lacksDisk(replica.status().membership())) {
            replica.remove(id, now, fate -> {});
        }
    }

    private void partition(Set<String> group) {
        network.isolate(group, cluster.ids());
        cluster.connectAll();
        timeline.in(100 + random.nextLong(2_000), () -> {
            network.heal();
            cluster.connectAll();
        });
    }

    /** Others do not hear the victim, or it does not hear them; the transport notices nothing. */
    private void oneWay(SimulatedMember victim) {
        var deaf = random.nextBoolean();
        for (var other : cluster.ids()) {
            if (!other.equals(victim.id())) {
                network.cut(deaf ? other : victim.id(), deaf ? victim.id() : other);
            }
        }
        timeline.in(100 + random.nextLong(2_000), network::heal);
    }

    private void moveLeadershipOrMembership() {
        var leader = cluster.leader();
        var ids = cluster.ids();
        var other = ids.get(random.nextInt(ids.size()));
        switch (random.nextInt(4)) {
            case 0 -> leader.post((replica, now) -> replica.handOver(now));
            case 1 -> leader.post((replica, now) -> remove(replica, other, now));
            case 2 -> leader.post((replica, now) -> replica.promote(other, now, fate -> {}));
            default ->
                cluster.members()
                        .forEach(member -> member.post((replica, now) -> replica.snapshot(new CompletableFuture<>())));
        }
    }

    /** Two operators at once: only one may have his way. */
    private void changeTwice() {
        var leader = cluster.leader();
        var ids = cluster.ids();
        var first = ids.get(random.nextInt(ids.size()));
        var second = ids.get(random.nextInt(ids.size()));
        var add = random.nextBoolean();
        leader.post((replica, now) -> {
            if (add) {
                replica.promote(first, now, fate -> {});
                replica.promote(second, now, fate -> {});
            } else {
                remove(replica, first, now);
                remove(replica, second, now);
            }
        });
    }
}
