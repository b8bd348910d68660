package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Reads wait until this node has applied what they must see. */
class AppliedIndicesTest {
    private final AppliedIndices indices = new AppliedIndices(Runnable::run);

    @Test
    void what_is_applied_needs_no_wait() {
        indices.advance(5);

        assertThat(indices.await(5)).isCompleted();
    }

    @Test
    void a_wait_ends_when_its_index_is_applied_and_not_before() {
        var five = indices.await(5);
        var six = indices.await(6);
        var fiveToo = indices.await(5);

        indices.advance(5);

        assertThat(five).isCompleted();
        assertThat(fiveToo).isCompleted();
        assertThat(six).isNotDone();
    }

    @Test
    void one_who_gives_up_does_not_end_the_wait_of_another() {
        var impatient = indices.await(5);
        var patient = indices.await(5);

        impatient.cancel(false);

        assertThat(patient).isNotDone();
        assertThat(indices.waiting()).isEqualTo(1);
    }

    @Test
    void all_who_asked_to_be_told_of_each_step_are_told() {
        var told = new ArrayList<String>();
        indices.onAdvance(() -> told.add("watches"));
        indices.onAdvance(() -> told.add("keys"));

        indices.advance(1);

        assertThat(told).containsExactly("watches", "keys");
    }

    @Test
    void each_wait_is_handed_over_once_however_fast_indices_follow() {
        var handedOver = new ArrayList<Runnable>();
        var slow = new AppliedIndices(handedOver::add);
        slow.await(1);

        slow.advance(1);
        slow.advance(2);

        assertThat(handedOver).hasSize(1);
    }
}
