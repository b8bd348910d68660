package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Reads wait until this node has applied what they must see. */
class AppliedRevisionsTest {
    private final AppliedRevisions revisions = new AppliedRevisions(Runnable::run);

    @Test
    void what_is_applied_needs_no_wait() {
        revisions.advance(5);

        assertThat(revisions.await(5)).isCompleted();
    }

    @Test
    void a_wait_ends_when_its_revision_is_applied_and_not_before() {
        var five = revisions.await(5);
        var six = revisions.await(6);
        var fiveToo = revisions.await(5);

        revisions.advance(5);

        assertThat(five).isCompleted();
        assertThat(fiveToo).isCompleted();
        assertThat(six).isNotDone();
    }

    @Test
    void one_who_gives_up_does_not_end_the_wait_of_another() {
        var impatient = revisions.await(5);
        var patient = revisions.await(5);

        impatient.cancel(false);

        assertThat(patient).isNotDone();
        assertThat(revisions.waiting()).isEqualTo(1);
    }

    @Test
    void each_wait_is_handed_over_once_however_fast_revisions_follow() {
        var handedOver = new ArrayList<Runnable>();
        var slow = new AppliedRevisions(handedOver::add);
        slow.await(1);

        slow.advance(1);
        slow.advance(2);

        assertThat(handedOver).hasSize(1);
    }
}
