package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.concord.core.command.Command;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import io.concord.server.TestWrites;
import io.concord.server.service.Deadline;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads and admission on a node that is behind its leader. */
class RaftLogTest {
    private static final int REQUESTS_IN_FLIGHT_MAX = 2;

    private final Keyspace keyspace = new Keyspace();
    private final AppliedIndices applied = new AppliedIndices(Runnable::run);
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final List<CompletableFuture<Long>> rounds = new ArrayList<>();
    private Optional<String> broken = Optional.empty();
    private final RaftLog log = new RaftLog(
            keyspace,
            command -> new CompletableFuture<>(),
            applied,
            TestNodes.quorum(() -> broken),
            timers,
            Runnable::run,
            () -> {
                var round = new CompletableFuture<Long>();
                rounds.add(round);
                return round;
            },
            () -> 0,
            LevelGateTest.gate(() -> 1),
            REQUESTS_IN_FLIGHT_MAX);

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void a_read_waits_until_this_node_has_applied_what_the_leader_had() {
        var read = read(Duration.ofSeconds(30));

        rounds.get(0).complete(1L);
        assertThat(read).isNotDone();

        write("k");
        assertThat(read.join().revision()).isEqualTo(1);
    }

    @Test
    void a_read_needs_no_more_than_the_leader_had_when_it_was_asked() {
        write("k");
        var read = read(Duration.ofSeconds(30));

        rounds.get(0).complete(1L);

        assertThat(read).isCompleted();
    }

    @Test
    void a_node_that_stays_behind_is_unavailable_at_the_deadline() {
        var read = read(Duration.ofMillis(50));
        rounds.get(0).complete(1L);

        var failure = catchThrowable(read::join);

        assertThat(failure).hasCauseInstanceOf(RequestFailure.class);
        assertThat(((RequestFailure) Objects.requireNonNull(failure.getCause())).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void more_than_the_limit_are_not_admitted_until_one_is_done() {
        var first = read(Duration.ofSeconds(30));
        read(Duration.ofSeconds(30));

        assertThat(codeOf(read(Duration.ofSeconds(30)))).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);

        rounds.get(0).complete(0L);
        assertThat(first).isCompleted();
        assertThat(read(Duration.ofSeconds(30))).isNotDone();
    }

    @Test
    void a_read_given_up_leaves_nothing_behind() {
        var read = read(Duration.ofMillis(50));
        rounds.get(0).complete(1L);

        assertThat(catchThrowable(read::join)).isNotNull();

        await().until(() -> applied.waiting() == 0);
    }

    @Test
    void closing_ends_every_wait_and_says_what_it_means() {
        var read = read(Duration.ofSeconds(30));
        var write = log.append(new Command.Tick(1), Deadline.in(Duration.ofSeconds(30)))
                .toCompletableFuture();

        log.close();

        assertThat(codeOf(read)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(codeOf(write)).isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void a_stopped_node_is_unavailable_and_keeps_no_permit() {
        timers.shutdownNow();

        for (var i = 0; i < REQUESTS_IN_FLIGHT_MAX * 2; i++) {
            assertThat(codeOf(read(Duration.ofSeconds(30)))).isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    @Test
    void a_node_that_has_stopped_itself_serves_nothing_not_even_what_may_be_old() {
        write("k");
        assertThat(log.staleView().revision()).isEqualTo(1);

        broken = Optional.of("its state differs");

        assertThatThrownBy(log::staleView)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("this node has stopped itself (its state differs); ask another one");
        assertThat(codeOf(read(Duration.ofSeconds(30)))).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void closing_tells_those_who_wait_for_it() {
        var told = new AtomicInteger();
        log.onStopped(told::incrementAndGet);
        assertThat(told).hasValue(0);

        log.close();

        assertThat(told).hasPositiveValue();
    }

    private CompletableFuture<KeyspaceView> read(Duration timeout) {
        return log.linearizableView(Deadline.in(timeout)).toCompletableFuture();
    }

    private void write(String key) {
        keyspace.apply(1, TestWrites.put(key, "", "r-" + key));
        applied.advance(keyspace.view().revision());
    }

    private static ErrorCode codeOf(CompletableFuture<?> failed) {
        var failure = catchThrowable(failed::join);
        return ((RequestFailure) Objects.requireNonNull(failure.getCause())).code();
    }
}
