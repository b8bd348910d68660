package io.concord.server.raft.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who belongs to the cluster, and how that changes. */
class MembershipTest {
    private final Lab lab = new Lab("a", "b", "c");

    @Test
    void a_new_node_gets_the_log_without_a_vote_until_it_is_promoted() {
        var leader = lab.elect();
        lab.propose(leader, new byte[] {1});
        lab.deliver();

        lab.join("d");
        lab.pass(1_000);

        assertThat(lab.member("d").commitIndex()).isEqualTo(lab.member(leader).commitIndex());
        assertThat(lab.member("d").cluster()).isEqualTo(lab.member(leader).cluster());
        assertThat(lab.member("d").isVoter()).isFalse();
        assertThat(lab.promote(leader, "d").refusal()).isNull();
        lab.deliver();
        assertThat(lab.member("d").isVoter()).isTrue();
        assertThat(lab.member("d").membership().majority()).isEqualTo(3);
    }

    @Test
    void a_member_that_lost_its_disk_gets_its_vote_back_from_an_operator_alone() {
        var leader = lab.elect();
        var wiped = lab.others(leader).get(0);

        lab.wipe(wiped, List.of());
        lab.pass(1_000);

        assertThat(lab.member(wiped).commitIndex()).isEqualTo(lab.member(leader).commitIndex());
        assertThat(lab.member(wiped).isVoter()).isFalse();
        assertThat(lab.promote(leader, wiped).refusal()).isNull();
        lab.deliver();
        assertThat(lab.member(wiped).isVoter()).isTrue();
    }

    @Test
    void a_node_that_is_behind_is_not_promoted() {
        var leader = lab.elect();
        lab.hold(envelope -> envelope.to().equals("d") && envelope.message() instanceof Message.Append);
        lab.join("d");
        lab.pass(500);

        assertThat(lab.promote(leader, "d").refusal()).contains("caught up");
        assertThat(lab.promote(leader, "e").refusal()).contains("not connected");
        assertThat(lab.promote(leader, leader).refusal()).isNotNull();
    }

    @Test
    void one_change_at_a_time() {
        var leader = lab.elect();
        lab.join("d");
        lab.pass(1_000);
        lab.hold(envelope -> true);

        assertThat(lab.promote(leader, "d").refusal()).isNull();
        assertThat(lab.remove(leader, lab.others(leader).get(0)).refusal()).contains("under way");
    }

    @Test
    void a_removal_that_would_leave_no_majority_is_refused() {
        var leader = lab.elect();
        var others = lab.others(leader);
        lab.isolate(others.get(0));
        lab.pass(1_500);

        assertThat(lab.remove(leader, others.get(1)).refusal()).contains("are needed");
        assertThat(lab.remove(leader, others.get(0)).refusal()).isNull();
    }

    @Test
    void a_member_that_has_gone_this_moment_does_not_count_as_one_that_is_there() {
        var leader = lab.elect();
        var others = lab.others(leader);

        lab.stop(others.get(0));

        assertThat(lab.remove(leader, others.get(1)).refusal()).contains("only 1 of 2 voters");
        assertThat(lab.remove(leader, others.get(0)).refusal()).isNull();
    }

    @Test
    void a_leader_that_is_removed_leads_until_that_is_decided_and_then_another_does() {
        var leader = lab.elect();

        assertThat(lab.remove(leader, leader).refusal()).isNull();
        lab.deliver();
        lab.pass(3_000);

        assertThat(lab.leader()).isNotEqualTo(leader);
        assertThat(lab.member(lab.leader()).membership().voterIds()).doesNotContain(leader);
        assertThat(lab.member(leader).isLeader()).isFalse();
    }

    @Test
    void a_leader_that_removed_itself_in_vain_may_stand_for_election_with_the_entry_that_nobody_else_has() {
        var pair = new Lab("a", "b");
        var leader = pair.elect();
        pair.hold(envelope -> true);
        assertThat(pair.remove(leader, leader).refusal()).isNull();
        pair.settle(leader);
        pair.pass(1_500);
        pair.loseMail();
        pair.deliverAll();

        pair.pass(10_000);

        assertThat(pair.leader()).isEqualTo(pair.others(leader).get(0));
    }

    @Test
    void members_of_two_clusters_turn_each_other_away() {
        var leader = lab.elect();
        var other = new Lab("x", "b");
        other.elect();
        var stranger = other.member("b");
        var heartbeat = new Envelope(
                stranger.cluster(), "b", stranger.self().incarnation(), leader, 99, new Message.Heartbeat(1, 0));
        lab.member(leader).outbox().takeNotices();

        lab.member(leader).receive(heartbeat, lab.now());

        assertThat(lab.member(leader).term()).isLessThan(99);
        assertThat(lab.member(leader).outbox().takeNotices())
                .singleElement()
                .asString()
                .contains("belongs to cluster " + stranger.cluster());
        var answer = lab.member(leader).outbox().takeEarly().get(0);
        assertThat(answer.message()).isInstanceOf(Message.TurnedAway.class);
        stranger.outbox().takeNotices();
        stranger.receive(answer, other.now());
        assertThat(stranger.outbox().takeNotices()).singleElement().asString().contains("turned away");
    }
}
