package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.Membership;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The members of one schedule, what they share, and who of them is up, leads or has lost its disk. */
final class SimulatedCluster {
    private final Random random;
    private final Simulation.Plan plan;
    private final Timeline timeline = new Timeline();
    private final Ledger ledger = new Ledger();
    private final Network network;
    private final Map<String, SimulatedMember> members = new LinkedHashMap<>();
    private final Set<String> lost = new HashSet<>();

    SimulatedCluster(Random random, Simulation.Plan plan, Consumer<SimulatedMember> elected) {
        this.random = random;
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
        var world = new SimulatedMember.World(
                timeline,
                random,
                network,
                ledger,
                plan.settings(),
                List.copyOf(founders),
                plan.flaw(),
                plan.remembering(),
                elected);
        founders.forEach(id -> members.put(id, new SimulatedMember(world, id, newDisk())));
    }

    Timeline timeline() {
        return timeline;
    }

    Ledger ledger() {
        return ledger;
    }

    Network network() {
        return network;
    }

    List<SimulatedMember> members() {
        return List.copyOf(members.values());
    }

    List<String> ids() {
        return List.copyOf(members.keySet());
    }

    SimulatedMember member(String id) {
        return Objects.requireNonNull(members.get(id));
    }

    SimulatedMember leader() {
        return leaderOf(List.copyOf(members.values()));
    }

    /** One of these that thinks it leads; any of them where none does. */
    SimulatedMember leaderOf(List<SimulatedMember> up) {
        var leaders = up.stream()
                .filter(member -> member.status() != null && member.status().leads())
                .toList();
        var from = leaders.isEmpty() ? up : leaders;
        return from.get(random.nextInt(from.size()));
    }

    void up(SimulatedMember member) {
        if (!member.isUp()) {
            member.disk().heal();
            // Whoever has lost its disk may still be told to found the cluster: the worst that an operator can do.
            member.start(lost.contains(member.id()) && random.nextBoolean());
            connectAll();
        }
    }

    void loseDisk(SimulatedMember victim) {
        victim.loseDisk(newDisk());
        lost.add(victim.id());
    }

    /** Whether some member's disk was replaced, and the membership does not have the new one yet. */
    boolean lacksDisk(Membership membership) {
        lost.removeIf(member -> membership.counts(member, incarnationOf(member)));
        return !lost.isEmpty();
    }

    /** The transport sees who is up and not cut off, after a while. */
    void connectAll() {
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

    private @Nullable UUID incarnationOf(String id) {
        return member(id).incarnation();
    }

    private FakeDisk newDisk() {
        var disk = new FakeDisk();
        plan.diskFlaw().accept(disk);
        return disk;
    }
}
