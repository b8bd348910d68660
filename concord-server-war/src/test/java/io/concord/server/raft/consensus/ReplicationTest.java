package io.concord.server.raft.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How entries get to the members, and when they are committed. */
class ReplicationTest {
    private final Lab lab = new Lab("a", "b", "c");

    @Test
    void an_entry_is_committed_when_a_majority_has_it() {
        var leader = lab.elect();
        lab.isolate(lab.others(leader).get(0));

        var index = lab.propose(leader, new byte[] {1});
        lab.deliver();

        assertThat(lab.member(leader).commitIndex()).isEqualTo(index);
        assertThat(lab.member(lab.others(leader).get(1)).commitIndex()).isEqualTo(index);
        assertThat(lab.member(lab.others(leader).get(0)).commitIndex()).isLessThan(index);
    }

    @Test
    void an_entry_of_an_older_term_is_not_committed_by_counting() {
        assertThat(commitsOldEntryByCounting(lab)).isFalse();
    }

    @Test
    void without_that_rule_it_would_be() {
        var careless = new Lab(Lab.SETTINGS.without(Safeguard.COMMIT_OWN_TERM_ONLY), "a", "b", "c");

        assertThat(commitsOldEntryByCounting(careless)).isTrue();
    }

    /** Figure 8 of the paper: a leader of an older term leads again, and its old entry gets to a majority, the new one not. */
    private static boolean commitsOldEntryByCounting(Lab lab) {
        var first = lab.elect();
        var others = lab.others(first);
        lab.isolate(first);
        var old = lab.propose(first, new byte[] {1});
        lab.deliver();
        lab.pass(3_000);
        var between = lab.leader();
        lab.hold(envelope -> true);
        var term = lab.member(between).term() + 1;
        lab.storage(first).save(new HardState(term, first));
        lab.restart(first);
        var member = lab.member(first);
        member.member()
                .become(new Leader(member.member(), Map.of(first, member.self().incarnation())));

        appended(lab, first, others.get(1), term, old);
        var committed = member.commitIndex() >= old;
        appended(lab, first, others.get(1), term, lab.storage(first).lastIndex());

        assertThat(member.commitIndex()).isEqualTo(lab.storage(first).lastIndex());
        return committed;
    }

    @Test
    void a_follower_does_not_commit_a_tail_that_the_leader_has_not_confirmed() {
        var old = lab.elect();
        var others = lab.others(old);
        lab.isolate(old);
        lab.propose(old, new byte[] {1});
        lab.propose(old, new byte[] {2});
        lab.deliver();
        lab.pass(3_000);
        lab.loseMail();
        var leader = lab.leader();
        var before = lab.member(old).commitIndex();

        // A heartbeat that claims a commit index beyond what this follower shares with the leader.
        lab.member(old)
                .receive(
                        new Envelope(
                                lab.member(leader).cluster(),
                                leader,
                                lab.member(leader).self().incarnation(),
                                old,
                                lab.member(leader).term(),
                                new Message.Heartbeat(1, before + 2)),
                        lab.now());

        assertThat(lab.member(old).commitIndex()).isEqualTo(before);
        assertThat(others).contains(leader);
    }

    @Test
    void a_follower_that_was_away_catches_up_while_writes_go_on() {
        var leader = lab.elect();
        var away = lab.others(leader).get(0);
        lab.isolate(away);
        for (var i = 0; i < 5_000; i++) {
            lab.propose(leader, new byte[100]);
        }
        lab.deliver();
        lab.loseMail();
        lab.hold(envelope -> false);

        for (var i = 0; i < 100; i++) {
            lab.propose(leader, new byte[100]);
            lab.pass(10);
        }

        assertThat(lab.member(away).commitIndex()).isEqualTo(lab.member(leader).commitIndex());
    }

    @Test
    void what_is_on_the_way_to_a_slow_follower_is_bounded() {
        var leader = lab.elect();
        var slow = lab.others(leader).get(0);
        lab.deliver();
        lab.hold(envelope -> envelope.from().equals(slow));
        var before = lab.sent().size();

        for (var i = 0; i < 200; i++) {
            lab.propose(leader, new byte[100_000]);
            lab.deliver();
        }

        var bytes = lab.sent().subList(before, lab.sent().size()).stream()
                .filter(envelope -> envelope.to().equals(slow))
                .filter(envelope -> envelope.message() instanceof Message.Append)
                .flatMap(envelope -> ((Message.Append) envelope.message()).entries().stream())
                .mapToLong(Entry::bytes)
                .sum();
        assertThat(bytes)
                .isLessThan(Lab.SETTINGS.windowBytesMax() + 2L * Lab.SETTINGS.appendBytesMax())
                .isPositive();
        assertThat(lab.member(leader).commitIndex())
                .isEqualTo(lab.storage(leader).lastIndex());
    }

    @Test
    void a_late_append_does_not_shorten_the_log() {
        var leader = lab.elect();
        var follower = lab.others(leader).get(0);
        var first = lab.propose(leader, new byte[] {1});
        lab.deliver();
        var late = lab.sent().stream()
                .filter(envelope -> envelope.to().equals(follower)
                        && envelope.message() instanceof Message.Append append
                        && append.entries().stream().anyMatch(entry -> entry.index() == first))
                .findFirst()
                .orElseThrow();
        lab.propose(leader, new byte[] {2});
        lab.deliver();

        lab.member(follower).receive(late, lab.now());

        assertThat(lab.storage(follower).lastIndex()).isEqualTo(first + 1);
    }

    @Test
    void a_follower_restarted_in_a_quiet_cluster_learns_what_is_committed() {
        var leader = lab.elect();
        var follower = lab.others(leader).get(0);
        lab.propose(leader, new byte[] {1});
        lab.deliver();

        lab.restart(follower);
        lab.pass(500);

        assertThat(lab.member(follower).commitIndex())
                .isEqualTo(lab.member(leader).commitIndex());
    }

    @Test
    void a_member_whose_entries_are_gone_from_the_log_wants_a_snapshot() {
        var leader = lab.elect();
        var away = lab.others(leader).get(0);
        lab.isolate(away);
        for (var i = 0; i < 10; i++) {
            lab.propose(leader, new byte[] {1});
        }
        lab.deliver();
        var index = lab.member(leader).commitIndex();
        lab.storage(leader)
                .install(new SnapshotMark(
                        index,
                        lab.storage(leader).termAt(index),
                        lab.storage(leader).lastTimeMillis(),
                        MembershipCodec.encode(lab.member(leader).membership())));
        lab.loseMail();
        lab.deliverAll();

        lab.pass(500);

        assertThat(lab.member(leader).outbox().takeSnapshotsWanted())
                .extracting(Outbox.SnapshotWanted::to)
                .contains(away);
    }

    private static void appended(Lab lab, String leader, String from, long term, long index) {
        lab.member(leader)
                .receive(
                        new Envelope(
                                lab.member(from).cluster(),
                                from,
                                lab.member(from).self().incarnation(),
                                leader,
                                term,
                                new Message.Appended(index)),
                        lab.now());
        lab.member(leader).synced();
    }

    @Test
    void the_messages_of_all_kinds_come_over_as_they_were_sent() {
        lab.elect();
        lab.propose(lab.leader(), new byte[] {1, 2, 3});
        lab.member(lab.others(lab.leader()).get(0)).read(7);
        lab.pass(100);

        for (var envelope : List.copyOf(lab.sent())) {
            var bytes = EnvelopeCodec.encode(envelope);

            var decoded = EnvelopeCodec.decode(bytes, 0, bytes.length);

            assertThat(EnvelopeCodec.encode(decoded)).isEqualTo(bytes);
            assertThat(decoded.message().getClass())
                    .isEqualTo(envelope.message().getClass());
        }
    }
}
