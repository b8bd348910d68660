package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.Deadline;
import io.concord.server.service.RequestFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a caller is told of a write, whatever becomes of its attempts. */
class PendingAppendTest {
    private static final Reply WRITTEN = new Reply(new Outcome.Written(1, 1, 1, Optional.empty()), false);
    private static final Reply FORGOTTEN = new Reply(new Refusal.RequestForgotten(1), false);

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final Queue<Attempt> attempts = new ArrayDeque<>();
    private int reachable = 2;

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void an_applied_command_is_answered() {
        assertThat(outcome(new Attempt.Applied(1, WRITTEN))).isEqualTo(WRITTEN);
    }

    @Test
    void a_lost_command_is_submitted_again_and_its_first_outcome_told() {
        var replayed = new Reply(WRITTEN.outcome(), true);

        assertThat(outcome(new Attempt.Lost(), new Attempt.NotLeader(), new Attempt.Applied(1, replayed)))
                .isEqualTo(replayed);
    }

    @Test
    void a_command_never_taken_is_unavailable_at_the_deadline() {
        assertThat(failure(new Attempt.NotLeader()).code()).isEqualTo(ErrorCode.CLUSTER_NOT_READY);
    }

    @Test
    void a_command_lost_once_is_indeterminate_at_the_deadline_although_nobody_took_it_later() {
        assertThat(failure(new Attempt.Lost(), new Attempt.NotLeader()).code()).isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void a_command_without_an_answer_is_indeterminate_at_the_deadline() {
        assertThat(failure().code()).isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void without_a_quorum_a_new_command_is_refused_at_once() {
        reachable = 1;
        var append = append(Duration.ofMinutes(1));

        append.attempt();

        assertThat(codeOf(append)).isEqualTo(ErrorCode.CLUSTER_NOT_READY);
    }

    @Test
    void a_command_whose_time_is_up_is_not_submitted_at_all() {
        var append = append(Duration.ZERO);
        attempts.add(new Attempt.Applied(1, WRITTEN));

        append.attempt();

        assertThat(codeOf(append)).isEqualTo(ErrorCode.CLUSTER_NOT_READY);
        assertThat(attempts).as("attempts left").hasSize(1);
    }

    @Test
    void a_full_queue_is_told_at_once() {
        assertThat(failure(new Attempt.Overloaded()).code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    }

    @Test
    void a_full_queue_after_a_loss_leaves_the_write_in_doubt() {
        assertThat(failure(new Attempt.Lost(), new Attempt.Overloaded(), new Attempt.NotLeader())
                        .code())
                .isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void a_forgotten_id_is_in_doubt_only_if_the_command_was_lost_before() {
        assertThat(failure(new Attempt.Applied(1, FORGOTTEN)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure(new Attempt.Lost(), new Attempt.Applied(1, FORGOTTEN))
                        .code())
                .isEqualTo(ErrorCode.TIMEOUT);
    }

    private Reply outcome(Attempt... results) {
        var append = append(Duration.ofSeconds(30));
        attempts.addAll(List.of(results));
        append.attempt();
        return append.result().join().reply();
    }

    private RequestFailure failure(Attempt... results) {
        var append = append(Duration.ofMillis(300));
        attempts.addAll(List.of(results));
        append.attempt();
        await().until(() -> append.result().isDone());
        return failureOf(append);
    }

    private static ErrorCode codeOf(PendingAppend append) {
        return failureOf(append).code();
    }

    private static RequestFailure failureOf(PendingAppend append) {
        var thrown = catchThrowable(() -> append.result().join());
        assertThat(thrown).isInstanceOf(CompletionException.class).hasCauseInstanceOf(RequestFailure.class);
        return (RequestFailure) Objects.requireNonNull(thrown.getCause());
    }

    /** Gives the prepared results one after the other, a last "not leader" for ever; with none left, no answer at all. */
    private CompletableFuture<Attempt> next() {
        var last = attempts.poll();
        if (last == null) {
            return new CompletableFuture<>();
        }
        if (last instanceof Attempt.NotLeader && attempts.isEmpty()) {
            attempts.add(last);
        }
        return CompletableFuture.completedFuture(last);
    }

    private PendingAppend append(Duration timeout) {
        var quorum = new Quorum() {
            @Override
            public int reachable() {
                return reachable;
            }

            @Override
            public int majority() {
                return 2;
            }

            @Override
            public Optional<String> failure() {
                return Optional.empty();
            }
        };
        return new PendingAppend(new byte[] {1}, Deadline.in(timeout), command -> next(), quorum, timers);
    }
}
