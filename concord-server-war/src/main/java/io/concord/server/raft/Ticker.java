package io.concord.server.raft;

import io.concord.core.command.Command;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.server.raft.replica.ReplicaStatus;
import io.concord.server.service.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Lets the leader move the cluster's time on in the log, where it decides what has expired. A tick that is lost does no
 * harm: the next one carries a later time.
 */
final class Ticker {
    /** What an entry may outlive its deadline by, at most, while there is a leader. */
    static final long INTERVAL_MILLIS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<ReplicaStatus> status;
    private final BiFunction<Command, Deadline, CompletableFuture<Reply>> append;
    private final Clock clock;
    private final AtomicBoolean underWay = new AtomicBoolean();

    Ticker(
            Supplier<ReplicaStatus> status,
            BiFunction<Command, Deadline, CompletableFuture<Reply>> append,
            Clock clock) {
        this.status = status;
        this.append = append;
        this.clock = clock;
    }

    /** Called again and again. */
    void consider() {
        if (status.get().leads() && underWay.compareAndSet(false, true)) {
            append.apply(new Command.Tick(clock.millis()), Deadline.in(PATIENCE))
                    .whenComplete((reply, failure) -> {
                        underWay.set(false);
                        if (failure == null && reply.outcome() instanceof Outcome.Ticked ticked && ticked.more()) {
                            consider();
                        }
                    });
        }
    }
}
