package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.raft.consensus.Membership;
import io.concord.server.raft.replica.ReplicaStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The leader has the states compared once a minute, unless nothing has changed. */
class CheckpointsTest {
    private ReplicaStatus.Role role = ReplicaStatus.Role.LEADER;
    private long revision = 1;
    private long nanos;
    private int marks;
    private final Checkpoints checkpoints = new Checkpoints(this::status, () -> revision, () -> nanos, () -> marks++);

    @Test
    void a_place_is_marked_once_a_minute_while_entries_change() {
        consider(59);
        assertThat(marks).isZero();

        consider(1);
        consider(0);
        assertThat(marks).isEqualTo(1);

        revision++;
        consider(59);
        assertThat(marks).isEqualTo(1);
        consider(1);
        assertThat(marks).isEqualTo(2);
    }

    @Test
    void nothing_is_marked_where_nothing_has_changed() {
        consider(60);

        consider(600);

        assertThat(marks).isEqualTo(1);
    }

    @Test
    void only_a_leader_marks_and_one_that_becomes_it_marks_at_once() {
        role = ReplicaStatus.Role.FOLLOWER;
        consider(600);
        assertThat(marks).isZero();

        role = ReplicaStatus.Role.LEADER;
        consider(0);

        assertThat(marks).isEqualTo(1);
    }

    private void consider(int secondsLater) {
        nanos += Duration.ofSeconds(secondsLater).toNanos();
        checkpoints.consider();
    }

    private ReplicaStatus status() {
        return new ReplicaStatus(role, "n1", 1, true, 1, 1, 1, 0, Membership.founding(List.of("n1")), 1, Map.of());
    }
}
