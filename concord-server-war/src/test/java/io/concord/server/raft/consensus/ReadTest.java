package io.concord.server.raft.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Linearizable reads by rounds: ReadIndex. */
class ReadTest {
    private final Lab lab = new Lab("a", "b", "c");

    @Test
    void a_read_on_the_leader_is_told_what_is_committed_once_a_majority_has_confirmed_it() {
        var leader = lab.elect();
        var index = lab.propose(leader, new byte[] {1});
        lab.deliver();
        lab.hold(envelope -> true);

        lab.member(leader).read(1);
        lab.deliver();
        assertThat(lab.member(leader).outbox().takeReads()).isEmpty();

        lab.deliverAll();
        assertThat(lab.member(leader).outbox().takeReads()).containsExactly(new Outbox.ReadReady(1, index));
    }

    @Test
    void a_read_on_a_follower_is_told_what_the_leader_has_committed() {
        var leader = lab.elect();
        var follower = lab.others(leader).get(0);
        var index = lab.propose(leader, new byte[] {1});
        lab.deliver();

        lab.member(follower).read(9);
        lab.deliver();

        assertThat(lab.member(follower).outbox().takeReads()).containsExactly(new Outbox.ReadReady(9, index));
    }

    @Test
    void a_leader_that_was_replaced_serves_no_read() {
        var old = lab.elect();
        lab.isolate(old);
        lab.passWithout(old, 3_000);
        lab.propose(lab.leader(), new byte[] {1});
        lab.deliver();

        // It wakes and still believes that it leads.
        lab.member(old).read(1);
        lab.deliver();
        lab.deliverAll();

        assertThat(lab.member(old).outbox().takeReads()).isEmpty();
    }

    @Test
    void a_new_leader_serves_no_read_before_an_entry_of_its_term_is_committed() {
        var old = lab.elect();
        lab.stop(old);
        lab.hold(envelope -> envelope.message() instanceof Message.Appended);
        lab.pass(3_000);
        var leader = lab.leader();

        lab.member(leader).read(1);
        lab.deliver();
        assertThat(lab.member(leader).outbox().takeReads()).isEmpty();

        lab.deliverAll();
        assertThat(lab.member(leader).outbox().takeReads()).hasSize(1);
    }

    @Test
    void reads_that_come_during_a_round_share_the_next_one() {
        var leader = lab.elect();
        lab.hold(envelope -> true);
        lab.member(leader).read(1);
        lab.settle(leader);
        var index = lab.propose(leader, new byte[] {1});
        lab.member(leader).read(2);
        lab.member(leader).read(3);

        lab.deliverAll();

        assertThat(lab.member(leader).outbox().takeReads())
                .extracting(Outbox.ReadReady::id)
                .containsExactly(1L, 2L, 3L);
        assertThat(lab.member(leader).commitIndex()).isEqualTo(index);
    }

    @Test
    void one_voter_that_answers_again_and_again_is_no_majority() {
        var five = new Lab("a", "b", "c", "d", "e");
        var leader = five.elect();
        five.hold(envelope -> true);
        five.member(leader).read(1);
        five.settle(leader);
        var round = roundOf(five, leader);

        for (var i = 0; i < 5; i++) {
            confirm(five, five.others(leader).get(0), leader, round);
        }
        assertThat(five.member(leader).outbox().takeReads()).isEmpty();

        confirm(five, five.others(leader).get(1), leader, round);
        assertThat(five.member(leader).outbox().takeReads()).hasSize(1);
    }

    @Test
    void neither_a_learner_nor_an_answer_to_an_earlier_round_confirms_a_read() {
        var leader = lab.elect();
        lab.join("d");
        lab.pass(1_000);
        lab.hold(envelope -> true);
        lab.member(leader).read(1);
        lab.settle(leader);
        var round = roundOf(lab, leader);

        confirm(lab, "d", leader, round);
        confirm(lab, lab.others(leader).get(0), leader, round - 1);
        assertThat(lab.member(leader).outbox().takeReads()).isEmpty();

        confirm(lab, lab.others(leader).get(0), leader, round);
        assertThat(lab.member(leader).outbox().takeReads()).hasSize(1);
    }

    /** The newest one that the leader has asked. */
    private static long roundOf(Lab lab, String leader) {
        return lab.sent().stream()
                .filter(envelope -> envelope.from().equals(leader) && envelope.message() instanceof Message.Heartbeat)
                .mapToLong(envelope -> ((Message.Heartbeat) envelope.message()).round())
                .max()
                .orElseThrow();
    }

    private static void confirm(Lab lab, String from, String leader, long round) {
        var member = lab.member(leader);
        lab.member(leader)
                .receive(
                        new Envelope(
                                member.cluster(),
                                from,
                                lab.member(from).self().incarnation(),
                                leader,
                                member.term(),
                                new Message.HeartbeatAnswer(round, member.commitIndex())),
                        lab.now());
    }

    @Test
    void a_cluster_of_one_reads_at_once() {
        var single = new Lab("a");
        single.elect();

        single.member("a").read(1);
        single.deliver();

        assertThat(single.member("a").outbox().takeReads()).hasSize(1);
    }
}
