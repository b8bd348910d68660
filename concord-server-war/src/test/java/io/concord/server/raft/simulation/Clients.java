package io.concord.server.raft.simulation;

import io.concord.server.raft.replica.Fate;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Those who write and read, now and then, and tell the ledger what they were answered. */
final class Clients {
    private static final long PAUSE_MILLIS_MAX = 30;

    /** After so long a client takes the answer to its write for lost. */
    private static final long PATIENCE_MILLIS = 400;

    private static final int ATTEMPTS_MAX = 3;

    private final SimulatedCluster cluster;
    private final Random random;
    private final Timeline timeline;
    private final Ledger ledger;
    private final boolean retrying;
    private long commands;

    /** @param retrying whether they try a write again, or leave it at one attempt */
    Clients(SimulatedCluster cluster, Random random, boolean retrying) {
        this.cluster = cluster;
        this.random = random;
        this.timeline = cluster.timeline();
        this.ledger = cluster.ledger();
        this.retrying = retrying;
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
            member.post((replica, now) -> replica.propose(bytes, now, fate -> decided(fate, attempt)));
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
                timeline.in(1 + random.nextLong(PAUSE_MILLIS_MAX), () -> tryAgainAfter(attempt));
            }
        }

        private void tryAgainAfter(int attempt) {
            var up = cluster.members().stream().filter(SimulatedMember::isUp).toList();
            if (!answered && attempts == attempt && attempts < ATTEMPTS_MAX && !up.isEmpty()) {
                tryAt(cluster.leaderOf(up));
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
}
