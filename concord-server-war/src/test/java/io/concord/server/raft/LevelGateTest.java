package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import io.concord.core.command.Origin;
import io.concord.core.command.Step;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.Keyspace;
import io.concord.server.TestWrites;
import io.concord.server.service.ClusterStatus;
import io.concord.server.service.Deadline;
import io.concord.server.service.MemberReport;
import io.concord.server.service.MemberStatus;
import io.concord.server.service.RequestFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What not every member reads stays out of the log. */
class LevelGateTest {
    /** A release in which touching has come with the second level. */
    static final Formats LATER =
            new Formats(2, operation -> operation instanceof Step.Touch ? 2 : 1, CommandCodec::decode);

    private static final Command.Write PUT = TestWrites.put("k", "v", "r1");
    private static final Command.Write TOUCH = touch("k", "r2");
    private static final Deadline DEADLINE = Deadline.in(Duration.ofSeconds(30));

    private final AppliedIndices applied = new AppliedIndices(Runnable::run);
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final List<byte[]> submitted = new ArrayList<>();
    private final List<CompletableFuture<Long>> rounds = new ArrayList<>();
    private int level = 1;
    private final RaftLog log = new RaftLog(
            new Keyspace(),
            command -> {
                submitted.add(command);
                return new CompletableFuture<>();
            },
            applied,
            TestNodes.quorum(Optional::empty),
            timers,
            Runnable::run,
            () -> {
                rounds.add(new CompletableFuture<>());
                return rounds.get(rounds.size() - 1);
            },
            () -> 0,
            gate(() -> level),
            10);

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void what_is_as_old_as_the_cluster_goes_into_the_log_unasked() {
        log.append(PUT, DEADLINE);

        assertThat(submitted).hasSize(1);
        assertThat(rounds).isEmpty();
    }

    @Test
    void what_is_newer_is_refused_before_it_is_sent_and_the_refusal_names_who_is_in_the_way() {
        var touched = log.append(TOUCH, DEADLINE).toCompletableFuture();
        rounds.get(0).complete(0L);

        var failure = (RequestFailure) Objects.requireNonNull(
                Objects.requireNonNull(catchThrowable(touched::join)).getCause());

        assertThat(submitted).isEmpty();
        assertThat(failure.code()).isEqualTo(ErrorCode.UPGRADE_UNFINISHED);
        assertThat(failure)
                .hasMessage(
                        "this needs formats of level 2, and those of the cluster are at level 1. Upgrade 'n2' (reads"
                                + " level 1), 'n3' (not connected), then run 'concord upgrade finish'");
    }

    @Test
    void a_node_that_has_not_heard_of_the_new_level_yet_asks_before_it_refuses() {
        var touched = log.append(TOUCH, DEADLINE).toCompletableFuture();
        assertThat(submitted).isEmpty();

        level = 2;
        rounds.get(0).complete(0L);

        assertThat(touched).isNotDone();
        assertThat(submitted).hasSize(1);
    }

    @Test
    void at_the_new_level_the_command_goes_its_way_at_once() {
        level = 2;

        log.append(TOUCH, DEADLINE);

        assertThat(submitted).hasSize(1);
        assertThat(rounds).isEmpty();
    }

    static LevelGate gate(IntSupplier level) {
        return new LevelGate(LATER, level, LevelGateTest::status);
    }

    static Command.Write touch(String key, String requestId) {
        var put = TestWrites.put(key, "", requestId);
        var step = (Step.Put) put.operation();
        return new Command.Write(
                new Origin(put.origin().author(), put.origin().requestId(), 1_000, 1_000),
                Command.Write.NO_DEADLINE,
                new Step.Touch(step.at(), step.precondition(), step.expiry()));
    }

    private static ClusterStatus status() {
        var local = new MemberReport("n1", "leader", "n1", 3, 9, 8, 10, 7, 6, 500, 4_000, 5_000, 1, "1.2.3", 0, "");
        return new ClusterStatus(
                "n1",
                "orders",
                Optional.empty(),
                Optional.of("n1"),
                3,
                2,
                1,
                local,
                5_000,
                List.of(member("n1", Optional.of(2)), member("n2", Optional.of(1)), member("n3", Optional.empty())));
    }

    private static MemberStatus member(String id, Optional<Integer> formatLevel) {
        return new MemberStatus(
                id, "localhost:7800", true, formatLevel.isPresent(), formatLevel, Optional.empty(), Optional.empty());
    }
}
