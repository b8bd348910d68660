package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.command.Command;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.server.raft.consensus.Membership;
import io.concord.server.raft.replica.ReplicaStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The leader moves the time on, one tick after the other. */
class TickerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(7), ZoneOffset.UTC);

    private final List<Command> ticks = new ArrayList<>();
    private final List<CompletableFuture<Reply>> answers = new ArrayList<>();
    private ReplicaStatus.Role role = ReplicaStatus.Role.LEADER;
    private final Ticker ticker = new Ticker(
            this::status,
            (command, deadline) -> {
                ticks.add(command);
                answers.add(new CompletableFuture<>());
                return answers.get(answers.size() - 1);
            },
            CLOCK);

    @Test
    void only_a_leader_ticks() {
        role = ReplicaStatus.Role.FOLLOWER;
        ticker.consider();
        assertThat(ticks).isEmpty();

        role = ReplicaStatus.Role.LEADER;
        ticker.consider();

        assertThat(ticks).containsExactly(new Command.Tick(7));
    }

    @Test
    void a_tick_waits_for_the_one_before_it() {
        ticker.consider();
        ticker.consider();
        assertThat(ticks).hasSize(1);

        answers.get(0).completeExceptionally(new IllegalStateException("no leader"));
        ticker.consider();

        assertThat(ticks).hasSize(2);
    }

    @Test
    void where_time_could_not_move_all_the_way_the_next_tick_follows_at_once() {
        ticker.consider();

        answers.get(0).complete(new Reply(new Outcome.Ticked(1, true), false));
        assertThat(ticks).hasSize(2);
        answers.get(1).complete(new Reply(new Outcome.Ticked(2, false), false));

        assertThat(ticks).hasSize(2);
    }

    private ReplicaStatus status() {
        return new ReplicaStatus(role, "n1", 1, true, 1, 1, 1, 0, Membership.founding(List.of("n1")), 1, Map.of());
    }
}
