package io.concord.server.raft.consensus;

/** What a message of another term does to a member, and what whoever sent it is told (Raft §5.1). */
final class Terms {
    private Terms() {}

    /** Whether the message is of this member's term, which it may have moved. */
    static boolean meet(Member member, Envelope envelope) {
        var message = envelope.message();
        if (message instanceof Message.PreVote
                || (message instanceof Message.PreVoteAnswer answer && answer.granted())) {
            return true;
        }
        if (envelope.term() > member.term()) {
            if (message instanceof Message.Vote vote
                    && !vote.transfer()
                    && member.role().hasLiveLeader()) {
                return false;
            }
            member.save(new HardState(envelope.term(), null));
            member.become(new Follower(member, null));
            return true;
        }
        if (envelope.term() < member.term()) {
            tell(member, envelope);
            return false;
        }
        return true;
    }

    /** Whoever was leader or candidate in an older term must learn that it is over. */
    private static void tell(Member member, Envelope envelope) {
        var message = envelope.message();
        if (message instanceof Message.Append
                || message instanceof Message.Heartbeat
                || message instanceof Message.SnapshotChunk) {
            member.early(envelope.from(), new Message.HeartbeatAnswer(0, 0));
        } else if (message instanceof Message.Vote) {
            member.early(envelope.from(), new Message.VoteAnswer(false));
        }
    }
}
