package io.concord.server.raft.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The other members as their leader knows them, and what a majority of the voters, itself included, has reached. */
final class Peers {
    private final Member member;
    private final Map<String, Progress> byId = new TreeMap<>();

    Peers(Member member) {
        this.member = member;
    }

    /** Voters, and whoever else is connected: learners. */
    void meet() {
        var ids = new ArrayList<>(member.membership().voterIds());
        ids.addAll(member.connected());
        ids.remove(member.self().id());
        byId.keySet().retainAll(ids);
        for (var id : ids) {
            if (!id.equals(member.self().id())) {
                byId.computeIfAbsent(id, key -> unknown());
            }
        }
    }

    /** Whoever sends something is there, and with this disk. */
    Progress hear(Envelope envelope) {
        var peer = byId.get(envelope.from());
        if (peer == null || peer.isOther(envelope.incarnation())) {
            peer = unknown();
            byId.put(envelope.from(), peer);
        }
        peer.heard(envelope.incarnation(), member.now());
        return peer;
    }

    @Nullable Progress get(String id) {
        return byId.get(id);
    }

    void forEach(BiConsumer<String, Progress> action) {
        byId.forEach(action);
    }

    /** The highest index that is on the disk of each voter or learner, by id. */
    Map<String, Long> matchIndices() {
        var indices = new TreeMap<String, Long>();
        byId.forEach((id, peer) -> indices.put(id, peer.matchIndex()));
        return indices;
    }

    boolean hearsMajority() {
        var heard = member.membership().reachedByMajority(voter -> isSelf(voter) ? member.now() : heardMillis(voter));
        return heard > member.now() - member.settings().electionMillis();
    }

    /** The highest index that is on the disks of a majority. */
    long matchIndexOfMajority() {
        return member.membership()
                .reachedByMajority(
                        voter -> isSelf(voter) ? member.syncedIndex() : ofVoter(voter, Progress::matchIndex));
    }

    /** The last round that a voter has answered; the leader has answered the present one. */
    long roundAnswered(Membership.Voter voter, long present) {
        return isSelf(voter) || !member.guards(Safeguard.CONFIRM_READS)
                ? present
                : ofVoter(voter, Progress::roundAnswered);
    }

    /** Whether something can be sent to a member; the transport may not see one that answers all the same. */
    boolean isReachable(String id, Progress peer) {
        return member.connected().contains(id) || isHeard(peer);
    }

    /** Whether it may be relied upon from now on: a moment ago it was heard, and the transport has not lost it since. */
    boolean isLive(Membership.Voter voter) {
        var peer = byId.get(voter.id());
        return peer != null && member.connected().contains(voter.id()) && isLiveVoter(voter.id(), peer);
    }

    /** Of the voters that are there, the one whose log is longest; null without any. */
    @Nullable String mostCompleteVoter() {
        return byId.entrySet().stream()
                .filter(peer -> isLiveVoter(peer.getKey(), peer.getValue()))
                .max(Comparator.comparingLong(peer -> peer.getValue().matchIndex()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private Progress unknown() {
        return new Progress(member.storage().lastIndex() + 1, member.now());
    }

    private long ofVoter(Membership.Voter voter, ToLongFunction<Progress> value) {
        var peer = byId.get(voter.id());
        var counts = peer != null && member.counts(member.membership(), voter.id(), peer.incarnation());
        return counts ? value.applyAsLong(peer) : 0;
    }

    /** A member that has not answered yet has the benefit of the doubt, for as long as any other. */
    private long heardMillis(Membership.Voter voter) {
        var peer = byId.get(voter.id());
        if (peer == null || (peer.incarnation() != null && !voter.matches(peer.incarnation()))) {
            return Long.MIN_VALUE;
        }
        return peer.heardMillis();
    }

    private boolean isSelf(Membership.Voter voter) {
        return voter.id().equals(member.self().id())
                && voter.matches(member.self().incarnation());
    }

    private boolean isHeard(Progress peer) {
        return peer.incarnation() != null
                && member.now() - peer.heardMillis() < member.settings().electionMillis();
    }

    private boolean isLiveVoter(String id, Progress peer) {
        return isHeard(peer) && member.membership().counts(id, peer.incarnation());
    }
}
