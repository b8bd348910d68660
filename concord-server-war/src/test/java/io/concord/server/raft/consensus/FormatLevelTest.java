package io.concord.server.raft.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** In which formats the members talk: never in those that one of them cannot read. */
class FormatLevelTest {
    private final Lab lab = new Lab("a", "b", "c");

    @Test
    void a_cluster_stays_where_it_is_until_an_operator_raises_it_however_new_its_members_are() {
        upgradeAll();
        var leader = lab.elect();
        lab.pass(5_000);
        assertThat(level(leader)).isEqualTo(1);

        assertThat(lab.raiseFormatLevel(leader).refusal()).isNull();
        lab.pass(1_000);

        for (var id : List.of("a", "b", "c")) {
            assertThat(level(id)).isEqualTo(2);
        }
    }

    @Test
    void nothing_is_raised_while_a_voter_is_of_an_older_release() {
        lab.elect();
        upgrade("a");
        upgrade("b");
        var leader = lab.elect();

        assertThat(lab.raiseFormatLevel(leader).refusal())
                .isEqualTo("not every member reads formats of level 2; upgrade first: 'c'");
        lab.pass(1_000);
        assertThat(level(leader)).isEqualTo(1);
    }

    @Test
    void nothing_is_raised_while_a_learner_is_of_an_older_release() {
        upgradeAll();
        var leader = lab.elect();
        lab.join("d");
        lab.pass(1_000);

        assertThat(lab.raiseFormatLevel(leader).refusal())
                .isEqualTo("not every member reads formats of level 2; upgrade first: 'd'");
    }

    @Test
    void nothing_is_raised_while_a_voter_is_away() {
        upgradeAll();
        var leader = lab.elect();
        var away = lab.others(leader).get(0);
        lab.stop(away);
        lab.pass(1_500);

        assertThat(lab.raiseFormatLevel(leader).refusal())
                .isEqualTo(
                        "what voters read that are not there is not known: '" + away + "'. Start them, or remove them");
    }

    @Test
    void raising_what_is_at_its_height_is_done_at_once() {
        var leader = lab.elect();
        var last = lab.member(leader).lastIndex();

        assertThat(lab.raiseFormatLevel(leader)).isEqualTo(Proposed.nothing());
        assertThat(lab.member(leader).lastIndex()).isEqualTo(last);
        assertThat(lab.raiseFormatLevel(lab.others(leader).get(0)).refusal()).contains("does not lead");
    }

    @Test
    void raising_is_not_done_before_it_is_decided() {
        upgradeAll();
        var leader = lab.elect();
        lab.hold(envelope -> true);

        assertThat(lab.raiseFormatLevel(leader).refusal()).isNull();

        assertThat(lab.raiseFormatLevel(leader).refusal()).contains("under way");
    }

    @Test
    void a_new_cluster_begins_with_the_newest_that_all_of_its_founders_read() {
        var founders = new Lab(id -> id.equals("b") ? 2 : 3, "a", "b", "c");

        var leader = founders.elect();

        assertThat(founders.member(leader).membership().formatLevel()).isEqualTo(2);
    }

    @Test
    void the_level_outlives_restarts_and_changes_of_members() {
        var leader = raised();
        lab.release("d", 2);
        lab.join("d");
        lab.pass(1_000);
        assertThat(lab.promote(leader, "d").refusal()).isNull();
        lab.pass(1_000);
        for (var id : List.of("a", "b", "c", "d")) {
            lab.restart(id);
        }

        var next = lab.elect();

        assertThat(level(next)).isEqualTo(2);
        assertThat(lab.member(next).membership().voterIds()).contains("d");
    }

    @Test
    void a_node_of_an_older_release_that_joins_is_told_why_it_gets_nothing() {
        var leader = raised();
        lab.member(leader).outbox().takeNotices();
        var sentBefore = lab.sent().size();

        lab.join("d");
        lab.pass(1_000);

        var why = "member 'd' reads formats up to level 1, and those of the cluster are at level 2. Upgrade 'd' to the"
                + " release of the others";
        assertThat(lab.member(leader).outbox().takeNotices()).contains(why);
        assertThat(lab.member("d").outbox().takeNotices()).contains("turned away by " + leader + ": " + why);
        assertThat(lab.sent().stream()
                        .skip(sentBefore)
                        .filter(envelope -> envelope.to().equals("d")))
                .isNotEmpty()
                .allMatch(envelope -> envelope.message() instanceof Message.TurnedAway);
        assertThat(lab.member("d").lastIndex()).isZero();
    }

    @Test
    void a_voter_that_goes_back_to_an_older_release_neither_gets_entries_nor_gives_votes() {
        var leader = raised();
        var old = lab.others(leader).get(0);
        var other = lab.others(leader).get(1);
        lab.release(old, 1);
        lab.restart(old);
        lab.pass(500);
        var had = lab.member(old).lastIndex();

        var index = lab.propose(leader, new byte[] {1});
        lab.pass(500);
        assertThat(lab.member(leader).commitIndex()).isEqualTo(index);
        assertThat(lab.member(old).lastIndex()).isEqualTo(had);

        var term = lab.member(other).term();
        lab.stop(leader);
        lab.pass(5_000);
        // Whoever wins the vote before an election begins a new term, however short it leads.
        assertThat(lab.member(other).term()).isEqualTo(term);
        assertThat(lab.member(old).term()).isEqualTo(term);
    }

    private String raised() {
        upgradeAll();
        var leader = lab.elect();
        assertThat(lab.raiseFormatLevel(leader).refusal()).isNull();
        lab.pass(1_000);
        assertThat(level(leader)).isEqualTo(2);
        return leader;
    }

    private void upgradeAll() {
        lab.elect();
        List.of("a", "b", "c").forEach(this::upgrade);
    }

    private void upgrade(String id) {
        lab.release(id, 2);
        lab.restart(id);
        lab.pass(1_000);
    }

    private int level(String id) {
        return lab.member(id).membershipAt(lab.member(id).commitIndex()).formatLevel();
    }
}
