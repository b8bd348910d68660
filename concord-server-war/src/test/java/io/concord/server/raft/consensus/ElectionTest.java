package io.concord.server.raft.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who leads, and who does not. */
class ElectionTest {
    private final Lab lab = new Lab("a", "b", "c");

    @Test
    void founding_members_elect_one_leader_and_found_one_cluster() {
        var leader = lab.elect();

        for (var id : List.of("a", "b", "c")) {
            assertThat(lab.member(id).leader()).isEqualTo(leader);
            assertThat(lab.member(id).cluster())
                    .isEqualTo(lab.member(leader).cluster())
                    .isNotNull();
            assertThat(lab.member(id).membership().voters())
                    .extracting(Membership.Voter::incarnation)
                    .doesNotContainNull();
        }
    }

    @Test
    void a_leader_that_hears_no_majority_steps_down_by_itself() {
        var leader = lab.elect();

        lab.isolate(leader);
        lab.pass(1_200);

        assertThat(lab.member(leader).isLeader()).isFalse();
        assertThat(lab.member(leader).leader()).isNull();
    }

    @Test
    void a_leader_that_was_replaced_while_it_stood_still_learns_of_it_at_once() {
        var old = lab.elect();
        var oldTerm = lab.member(old).term();

        lab.passWithout(old, 5_000);
        var heartbeat = new Envelope(
                lab.member(old).cluster(),
                old,
                lab.member(old).self().incarnation(),
                lab.leader(),
                oldTerm,
                new Message.Heartbeat(1, 1));
        lab.member(lab.leader()).receive(heartbeat, lab.now());
        lab.deliver();

        assertThat(lab.member(old).isLeader()).isFalse();
        assertThat(lab.member(old).term()).isEqualTo(lab.member(lab.leader()).term());
    }

    @Test
    void a_member_cut_off_does_not_disturb_the_others_when_it_comes_back() {
        var leader = lab.elect();
        var term = lab.member(leader).term();
        var follower = lab.others(leader).get(0);

        for (var flap = 0; flap < 20; flap++) {
            lab.isolate(follower);
            lab.pass(2_500);
            lab.deliverAll();
            lab.pass(500);
        }

        assertThat(lab.leader()).isEqualTo(leader);
        assertThat(lab.member(leader).term()).isEqualTo(term);
        assertThat(lab.member(follower).leader()).isEqualTo(leader);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_member_cut_off_in_one_direction_does_not_disturb_the_others(boolean deaf) {
        var leader = lab.elect();
        var term = lab.member(leader).term();
        var follower = lab.others(leader).get(0);

        for (var flap = 0; flap < 20; flap++) {
            lab.hold(envelope -> (deaf ? envelope.to() : envelope.from()).equals(follower));
            lab.pass(2_500);
            lab.loseMail();
            lab.deliverAll();
            lab.pass(500);
        }

        assertThat(lab.leader()).isEqualTo(leader);
        assertThat(lab.member(leader).term()).isEqualTo(term);
    }

    /** It reaches the other follower, which could elect it, and hears the leader as ever. */
    @Test
    void a_member_cut_off_from_its_leader_alone_does_not_disturb_the_others() {
        var leader = lab.elect();
        var term = lab.member(leader).term();
        var follower = lab.others(leader).get(0);

        lab.hold(envelope -> Set.of(envelope.from(), envelope.to()).equals(Set.of(leader, follower)));
        lab.pass(60_000);

        assertThat(lab.leader()).isEqualTo(leader);
        assertThat(lab.member(leader).term()).isEqualTo(term);
    }

    /** A minute in which whoever leads is cut off and comes back: each time costs one election, and a tied one now and then. */
    @Test
    void a_leader_that_flaps_costs_two_terms_a_time_at_most() {
        var before = lab.member(lab.elect()).term();

        for (var flap = 0; flap < 20; flap++) {
            lab.isolate(lab.leader());
            lab.pass(2_500);
            lab.loseMail();
            lab.deliverAll();
            lab.pass(500);
        }

        var terms = lab.member(lab.leader()).term() - before;
        assertThat(terms).isBetween(15L, 40L);
    }

    @Test
    void when_the_transport_sees_the_leader_go_the_others_do_not_wait_for_its_silence() {
        var leader = lab.elect();
        lab.pass(500);

        lab.stop(leader);
        lab.pass(400);

        assertThat(lab.leader()).isNotEqualTo(leader);
    }

    @Test
    void a_member_with_an_older_log_is_not_elected() {
        var leader = lab.elect();
        var others = lab.others(leader);
        var behind = others.get(0);
        var current = others.get(1);
        lab.isolate(behind);
        lab.propose(leader, new byte[] {1});
        lab.deliver();

        lab.stop(leader);
        lab.deliverAll();
        lab.pass(5_000);

        assertThat(lab.leader()).isEqualTo(current);
    }

    @Test
    void a_member_that_lost_its_disk_has_no_vote_even_if_it_claims_to_found_the_cluster() {
        var leader = lab.elect();
        var others = lab.others(leader);
        lab.isolate(others.get(1));
        lab.propose(leader, new byte[] {1});
        lab.deliver();

        // The write is on the leader and on one other; that one loses its disk, and the leader stands still.
        lab.stop(leader);
        lab.wipe(others.get(0), List.of("a", "b", "c"));
        lab.deliverAll();
        lab.pass(10_000);

        assertThat(lab.member(others.get(0)).isLeader()).isFalse();
        assertThat(lab.member(others.get(1)).isLeader()).isFalse();
    }

    @Test
    void a_vote_survives_a_restart() {
        assertThat(votesTwiceInOneTerm(false)).isFalse();
    }

    @Test
    void a_member_that_forgot_its_vote_would_vote_twice() {
        assertThat(votesTwiceInOneTerm(true)).isTrue();
    }

    private boolean votesTwiceInOneTerm(boolean forgetful) {
        var leader = lab.elect();
        var term = lab.member(leader).term() + 1;
        var voter = lab.others(leader).get(0);
        var candidate = lab.others(leader).get(1);
        var last = lab.storage(leader).lastIndex();
        lab.stop(leader);
        lab.pass(10);
        vote(voter, candidate, term, last);
        assertThat(lab.storage(voter).hardState()).isEqualTo(new HardState(term, candidate));

        if (forgetful) {
            lab.forgetVote(voter);
        }
        lab.restart(voter);
        lab.loseMail();
        vote(voter, leader, term, last);

        return lab.sent().stream()
                .anyMatch(envelope -> envelope.term() == term
                        && envelope.to().equals(leader)
                        && envelope.message() instanceof Message.VoteAnswer answer
                        && answer.granted());
    }

    @Test
    void leadership_handed_over_moves_without_waiting_for_a_timeout() {
        var leader = lab.elect();
        lab.pass(300);

        var successor = lab.member(leader).handOver(lab.now()).orElseThrow();
        assertThat(lab.propose(leader, new byte[] {1})).isEqualTo(-1);
        lab.deliver();

        assertThat(lab.leader()).isEqualTo(successor).isNotEqualTo(leader);
        assertThat(lab.propose(successor, new byte[] {1})).isPositive();
    }

    private void vote(String voter, String candidate, long term, long lastIndex) {
        lab.member(voter)
                .receive(
                        new Envelope(
                                lab.member(candidate).cluster(),
                                candidate,
                                lab.member(candidate).self().incarnation(),
                                voter,
                                term,
                                new Message.Vote(
                                        lastIndex, lab.storage(candidate).termAt(lastIndex), true)),
                        lab.now());
        lab.settle(voter);
    }
}
