package io.concord.server.raft.consensus;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The changes of the membership that a leader makes: one voter at a time (Raft thesis §4.1), and none that leaves too few. */
final class MembershipChanges {
    /** Entries that a learner may lack when it is promoted: under load it never has all. */
    private static final long PROMOTION_LAG_MAX = 1_000;

    private final Member member;
    private final Leader leader;

    MembershipChanges(Member member, Leader leader) {
        this.member = member;
        this.leader = leader;
    }

    /** Makes a learner a voter, or accepts the new disk of a voter. */
    Proposed promote(String id) {
        var peer = leader.progress(id);
        var incarnation = peer == null ? null : peer.incarnation();
        if (peer == null || incarnation == null) {
            return Proposed.refused("member '" + id + "' is not connected; start it first");
        }
        if (member.membership().counts(id, incarnation)) {
            return Proposed.refused("member '" + id + "' is a voter already");
        }
        if (peer.mode() != Progress.Mode.REPLICATE || peer.matchIndex() < member.commitIndex() - PROMOTION_LAG_MAX) {
            return Proposed.refused("member '" + id + "' has the log up to " + peer.matchIndex() + " of "
                    + member.commitIndex() + "; promote it once it has caught up");
        }
        return change(member.membership().with(id, incarnation));
    }

    Proposed remove(String id) {
        if (!member.membership().hasVoter(id)) {
            return Proposed.refused("member '" + id + "' is no voter; voters are "
                    + String.join(", ", member.membership().voterIds()));
        }
        var after = member.membership().without(id);
        var live = after.voters().stream()
                .filter(voter -> voter.id().equals(member.self().id()) || leader.isLive(voter))
                .count();
        if (after.voters().isEmpty() || live < after.majority()) {
            return Proposed.refused("without member '" + id + "' only " + live + " of "
                    + after.voters().size() + " voters would be there and " + after.majority() + " are needed");
        }
        return change(after);
    }

    /**
     * Takes the cluster to the newest level of formats that its members know. All must know the same one: a release older
     * than the others is what an operator has overlooked, and not what the cluster should stay at.
     */
    Proposed raiseFormatLevel() {
        var missing = member.membership().voters().stream()
                .filter(voter -> !voter.id().equals(member.self().id()) && !leader.isLive(voter))
                .map(Membership.Voter::id)
                .toList();
        if (!missing.isEmpty()) {
            return Proposed.refused("what voters read that are not there is not known: " + quoted(missing)
                    + ". Start them, or remove them");
        }
        var everybody = new TreeSet<>(member.membership().voterIds());
        everybody.addAll(member.connected());
        everybody.add(member.self().id());
        var newest = everybody.stream()
                .mapToInt(member.levels()::of)
                .max()
                .orElse(member.self().formatLevel());
        var behind =
                everybody.stream().filter(id -> member.levels().of(id) < newest).toList();
        if (!behind.isEmpty()) {
            return Proposed.refused(
                    "not every member reads formats of level " + newest + "; upgrade first: " + quoted(behind));
        }
        var isThere = newest == member.membership().formatLevel() && !member.membershipPending();
        return isThere ? Proposed.nothing() : change(member.membership().atLevel(newest));
    }

    private static String quoted(List<String> ids) {
        return ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
    }

    private Proposed change(Membership membership) {
        var free = leader.isReadable() && !member.membershipPending();
        if (!free && member.guards(Safeguard.CHANGE_ONE_AT_A_TIME)) {
            return Proposed.refused("another change of the membership is under way; try again");
        }
        if (leader.isHandingOver()) {
            return Proposed.refused("leadership is being handed over; try again");
        }
        return Proposed.at(leader.appendOne(Entry.Kind.MEMBERSHIP, MembershipCodec.encode(membership)));
    }
}
