package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Reads share rounds, but only rounds that began after they came. */
class BarrierTest {
    private final List<CompletableFuture<Long>> rounds = new ArrayList<>();
    private final Barrier barrier = new Barrier(
            () -> {
                var round = new CompletableFuture<Long>();
                rounds.add(round);
                return round;
            },
            Runnable::run);

    @Test
    void who_comes_while_a_round_is_under_way_waits_for_the_next_one() {
        var first = barrier.join();
        var second = barrier.join();

        rounds.get(0).complete(7L);

        assertThat(first).isCompletedWithValue(7L);
        assertThat(second).isNotDone();
        rounds.get(1).complete(8L);
        assertThat(second).isCompletedWithValue(8L);
    }

    @Test
    void all_who_wait_share_one_round() {
        barrier.join();
        var sharing = List.of(barrier.join(), barrier.join(), barrier.join());

        rounds.get(0).complete(1L);
        rounds.get(1).complete(2L);

        assertThat(rounds).hasSize(2);
        assertThat(sharing).allSatisfy(joined -> assertThat(joined).isCompletedWithValue(2L));
    }

    @Test
    void a_failed_round_fails_its_own_reads_and_not_the_next() {
        var first = barrier.join();
        var second = barrier.join();

        rounds.get(0).completeExceptionally(new IllegalStateException("lost"));
        rounds.get(1).complete(3L);

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedWithValue(3L);
    }

    @Test
    void a_quiet_barrier_begins_at_once() {
        barrier.join();
        rounds.get(0).complete(1L);

        barrier.join();

        assertThat(rounds).hasSize(2);
    }

    @Test
    void a_round_that_cannot_begin_fails_its_reads_and_the_next_goes_on() {
        var broken = new AtomicBoolean(true);
        var sometimes = new Barrier(
                () -> {
                    if (broken.get()) {
                        throw new StackOverflowError("no room");
                    }
                    return CompletableFuture.completedFuture(4L);
                },
                Runnable::run);

        assertThat(sometimes.join()).isCompletedExceptionally();
        broken.set(false);

        assertThat(sometimes.join()).isCompletedWithValue(4L);
    }
}
