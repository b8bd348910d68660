package io.concord.server.raft.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The cluster's time in the log: it never runs ahead of what has really passed, and never goes back. */
class ClusterTimeTest {
    /** What a change of leader may cost: a message and a millisecond. */
    private static final long LAG_MILLIS_MAX = 20;

    private final Lab lab = new Lab("a", "b", "c");

    /** An entry and the moment of its proposal. */
    private record Stamped(long timeMillis, long nowMillis) {}

    @Test
    void a_leaders_stamps_grow_as_its_clock_does() {
        var leader = lab.elect();
        var first = stamp(leader);

        lab.pass(500);
        var second = stamp(leader);

        assertThat(second.timeMillis() - first.timeMillis()).isEqualTo(500);
    }

    @Test
    void a_command_is_stamped_when_it_comes_and_not_at_the_last_tick() {
        var leader = lab.elect();
        var index = lab.member(leader).propose(new byte[] {1}, lab.now() + 7);
        var later = lab.member(leader).propose(new byte[] {1}, lab.now() + 9);

        assertThat(timeOf(leader, later) - timeOf(leader, index)).isEqualTo(2);
    }

    @Test
    void every_kind_of_entry_is_stamped() {
        var first = lab.elect();
        lab.pass(500);
        lab.member(first).checkpoint(lab.now());
        lab.deliver();
        lab.stop(first);
        lab.pass(3_000);
        var second = lab.leader();

        var entries = lab.storage(second).entries(1, Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(entries)
                .extracting(Entry::kind)
                .contains(Entry.Kind.MEMBERSHIP, Entry.Kind.CHECKPOINT, Entry.Kind.NOOP);
        assertThat(entries).extracting(Entry::timeMillis).allMatch(time -> time > 0);
    }

    @Test
    void a_follower_that_becomes_leader_goes_on_from_the_newest_entry() {
        var old = lab.elect();
        lab.pass(500);
        var before = stamp(old);
        lab.deliver();

        lab.stop(old);
        lab.pass(5_000);
        var after = stamp(lab.leader());

        requirePassed(before, after, after.nowMillis() - before.nowMillis() - LAG_MILLIS_MAX);
    }

    @Test
    void while_no_member_runs_the_time_stands_still() {
        var before = stamp(lab.elect());
        lab.deliver();

        List.of("a", "b", "c").forEach(lab::stop);
        lab.pass(60_000);
        List.of("a", "b", "c").forEach(lab::restart);
        var restarted = lab.now();
        var after = stamp(lab.elect());

        requirePassed(before, after, 0);
        assertThat(after.timeMillis() - before.timeMillis())
                .isLessThanOrEqualTo(after.nowMillis() - restarted)
                .isPositive();
    }

    @Test
    void a_leader_with_an_older_line_of_its_own_does_not_jump_ahead() {
        var before = new Stamped[1];
        var after = afterAnOlderLine(lab, before);

        requirePassed(before[0], after, after.nowMillis() - before[0].nowMillis() - LAG_MILLIS_MAX);
    }

    @Test
    void without_that_rule_it_would() {
        var careless = new Lab(Lab.SETTINGS.without(Safeguard.TIME_FROM_NEWEST_ENTRY), "a", "b", "c");
        var before = new Stamped[1];
        var after = afterAnOlderLine(careless, before);

        assertThat(after.timeMillis() - before[0].timeMillis())
                .isGreaterThan(after.nowMillis() - before[0].nowMillis());
    }

    /** Two members are down for a while and go on from where they were; the third has counted on, and leads at last. */
    private static Stamped afterAnOlderLine(Lab lab, Stamped[] before) {
        var leader = lab.elect();
        var third = lab.others(leader).get(0);
        var other = lab.others(leader).get(1);
        lab.stop(leader);
        lab.stop(other);
        lab.pass(60_000);
        lab.restart(leader);
        lab.restart(other);
        lab.isolate(third);
        lab.pass(3_000);
        lab.deliverAll();
        lab.pass(500);
        lab.stop(lab.others(third).stream()
                .filter(id -> !lab.member(id).isLeader())
                .findFirst()
                .orElseThrow());
        lab.pass(1_500);
        var last = lab.leader();
        before[0] = stamp(lab, last);
        lab.deliver();
        assertThat(lab.member(last).handOver(lab.now())).contains(third);
        lab.deliver();
        lab.pass(100);
        assertThat(lab.leader()).isEqualTo(third);
        return stamp(lab, third);
    }

    @Test
    void a_member_whose_tail_is_replaced_follows_what_replaces_it() {
        var old = lab.elect();
        lab.isolate(old);
        stamp(old);
        lab.passWithout(old, 5_000);
        stamp(old);
        var leader = lab.leader();

        lab.loseMail();
        lab.deliverAll();
        lab.pass(500);
        stamp(leader);
        lab.deliver();

        assertThat(lab.storage(old).lastIndex()).isEqualTo(lab.storage(leader).lastIndex());
        assertThat(lab.timeMillis(old)).isBetween(lab.timeMillis(leader) - LAG_MILLIS_MAX, lab.timeMillis(leader));
    }

    @Test
    void a_snapshot_brings_its_time_unless_the_log_goes_on_behind_it() {
        var leader = lab.elect();
        var away = lab.others(leader).get(0);
        var here = lab.others(leader).get(1);
        lab.isolate(away);
        lab.pass(1_000);
        stamp(leader);
        lab.deliver();
        var mark = markOf(leader);
        lab.pass(1_000);
        stamp(leader);
        lab.deliver();
        var before = lab.timeMillis(here);

        for (var id : List.of(away, here)) {
            lab.storage(id).install(mark);
            lab.member(id).installed(mark);
        }

        assertThat(lab.timeMillis(away)).isEqualTo(mark.timeMillis());
        assertThat(lab.timeMillis(here)).isEqualTo(before).isGreaterThan(mark.timeMillis());
    }

    private SnapshotMark markOf(String leader) {
        var member = lab.member(leader);
        var index = lab.storage(leader).lastIndex();
        return new SnapshotMark(
                index,
                lab.storage(leader).termAt(index),
                timeOf(leader, index),
                MembershipCodec.encode(member.membership()));
    }

    private Stamped stamp(String leader) {
        return stamp(lab, leader);
    }

    private static Stamped stamp(Lab lab, String leader) {
        lab.propose(leader, new byte[] {1});
        return new Stamped(lab.storage(leader).lastTimeMillis(), lab.now());
    }

    private long timeOf(String member, long index) {
        return lab.storage(member).entries(index, index, 1).get(0).timeMillis();
    }

    private static void requirePassed(Stamped before, Stamped after, long atLeast) {
        assertThat(after.timeMillis() - before.timeMillis())
                .isBetween(Math.max(0, atLeast), after.nowMillis() - before.nowMillis());
    }
}
