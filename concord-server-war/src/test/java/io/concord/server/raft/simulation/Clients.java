package io.concord.server.raft.simulation;

import io.concord.server.raft.replica.Fate;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Those who write and read, now and then, and tell the ledger what they were answered. */
final class Clients {
    private static final long PAUSE_MILLIS_MAX = 30;

    private final SimulatedCluster cluster;
    private final Random random;
    private final Timeline timeline;
    private final Ledger ledger;
    private long commands;

    Clients(SimulatedCluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
        this.timeline = cluster.timeline();
        this.ledger = cluster.ledger();
    }

    /** One request, and then the next after a while. */
    void act() {
        var up = cluster.members().stream().filter(SimulatedMember::isUp).toList();
        if (!up.isEmpty()) {
            var member = random.nextInt(3) == 0 ? up.get(random.nextInt(up.size())) : cluster.leaderOf(up);
            if (random.nextBoolean()) {
                write(member);
            } else {
                read(random.nextBoolean() ? member : up.get(random.nextInt(up.size())));
            }
        }
        timeline.in(1 + random.nextLong(PAUSE_MILLIS_MAX), this::act);
    }

    private void write(SimulatedMember member) {
        var command = ++commands;
        var mustSee = ledger.mustSee();
        var bytes = random.nextInt(20) == 0 ? 2_500 : 8 + random.nextInt(200);
        member.post((replica, now) -> replica.propose(LedgerMachine.command(command, bytes), now, fate -> {
            if (fate instanceof Fate.Applied applied) {
                ledger.written(command, applied.index(), mustSee);
            } else if (fate instanceof Fate.NotTaken) {
                ledger.refused(command);
            }
        }));
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
}
