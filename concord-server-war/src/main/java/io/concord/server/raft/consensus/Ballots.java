package io.concord.server.raft.consensus;

/** How a member answers those who want to lead (Raft §5.2, §5.4.1; thesis §9.6). */
final class Ballots {
    private Ballots() {}

    static void onPreVote(Member member, Role role, Envelope envelope, Message.PreVote vote) {
        var granted = envelope.term() > member.term()
                && !role.hasLiveLeader()
                && isUpToDate(member, vote.lastIndex(), vote.lastTerm());
        // A grant is of the term that was asked about; a refusal tells the own.
        member.early(envelope.from(), granted ? envelope.term() : member.term(), new Message.PreVoteAnswer(granted));
    }

    /** Any member votes, also one that does not know yet that it may; the candidate knows whose vote counts. */
    static void onVote(Member member, Role role, Envelope envelope, Message.Vote vote) {
        var candidate = envelope.from();
        var free = member.hardState().votedFor() == null
                || member.hardState().votedFor().equals(candidate)
                || !member.guards(Safeguard.VOTE_ONCE);
        var granted = free
                && (role.leader() == null || !member.guards(Safeguard.VOTE_ONCE))
                && isUpToDate(member, vote.lastIndex(), vote.lastTerm());
        if (granted) {
            if (member.hardState().votedFor() == null) {
                member.save(new HardState(member.term(), candidate));
            }
            if (role instanceof Follower follower) {
                follower.waitAnew();
            }
        }
        member.early(candidate, new Message.VoteAnswer(granted));
    }

    /** Raft §5.4.1. The log counts as it is on disk: what is appended now is synced before the vote leaves, or was. */
    private static boolean isUpToDate(Member member, long lastIndex, long lastTerm) {
        var mine = member.lastTerm();
        return lastTerm > mine
                || (lastTerm == mine && lastIndex >= member.storage().lastIndex())
                || !member.guards(Safeguard.VOTE_FOR_COMPLETE_LOGS);
    }
}
