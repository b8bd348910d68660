package io.concord.server.raft.consensus;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member that wants to lead. It first asks whether it would be elected, so that one which cannot win does not disturb
 * the others with new terms (Raft thesis §9.6), and then stands for election in the next term.
 */
final class Candidate extends Role {
    private final boolean transfer;
    private final Map<String, UUID> granted = new HashMap<>();
    private boolean standing;
    private long deadlineMillis;

    /** @param transfer the leader has asked for this election: stand at once */
    Candidate(Member member, boolean transfer) {
        super(member);
        this.transfer = transfer;
    }

    @Override
    void begin() {
        if (transfer) {
            stand();
        } else {
            ask();
        }
    }

    @Override
    void tick() {
        if (member.now() >= deadlineMillis) {
            if (member.mayLead()) {
                ask();
            } else {
                member.become(new Follower(member, null));
            }
        }
    }

    @Override
    @Nullable String leader() {
        return null;
    }

    @Override
    boolean hasLiveLeader() {
        return false;
    }

    @Override
    void onPreVoteAnswer(Envelope envelope, boolean grant) {
        if (!standing && grant && envelope.term() == member.term() + 1) {
            count(envelope);
        }
    }

    @Override
    void onVoteAnswer(Envelope envelope, boolean grant) {
        if (standing && grant) {
            count(envelope);
        }
    }

    private void ask() {
        standing = false;
        granted.clear();
        // Asking disturbs nobody, so it is repeated soon.
        var election = member.settings().electionMillis();
        deadlineMillis = member.now() + election / 10 + member.random(election / 5);
        member.broadcastToVoters(
                member.term() + 1, new Message.PreVote(member.storage().lastIndex(), member.lastTerm()));
        countSelf();
    }

    private void stand() {
        standing = true;
        granted.clear();
        member.voteForSelf();
        var election = member.settings().electionMillis();
        deadlineMillis = member.now() + election / 4 + member.random(election / 2);
        member.broadcastToVoters(
                member.term(), new Message.Vote(member.storage().lastIndex(), member.lastTerm(), transfer));
        countSelf();
    }

    private void countSelf() {
        granted.put(member.self().id(), member.self().incarnation());
        evaluate();
    }

    private void count(Envelope envelope) {
        granted.put(envelope.from(), envelope.incarnation());
        evaluate();
    }

    /** Only voters of the membership in force count, each with the disk that it has always had. */
    private void evaluate() {
        var membership = member.membership();
        var votes = granted.entrySet().stream()
                .filter(vote -> member.counts(membership, vote.getKey(), vote.getValue()))
                .count();
        if (votes < membership.electionQuorum()) {
            return;
        }
        if (standing) {
            member.become(new Leader(member, Map.copyOf(granted)));
        } else {
            stand();
        }
    }
}
