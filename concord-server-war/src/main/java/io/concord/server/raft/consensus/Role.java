package io.concord.server.raft.consensus;

import org.jspecify.annotations.Nullable;

/** What a member is in its present term. Messages that arrive here are of that term. */
abstract sealed class Role permits Follower, Candidate, Leader {
    final Member member;

    Role(Member member) {
        this.member = member;
    }

    /** Called once, when it has become the member's role. */
    abstract void begin();

    abstract void tick();

    /** The leader that this role knows of. */
    abstract @Nullable String leader();

    /** Whether there is a leader that must not be disturbed by elections (Raft thesis §4.2.3, §9.6). */
    abstract boolean hasLiveLeader();

    void onAppend(Envelope envelope, Message.Append append) {
        follow(envelope.from()).onAppend(envelope, append);
    }

    void onHeartbeat(Envelope envelope, Message.Heartbeat heartbeat) {
        follow(envelope.from()).onHeartbeat(envelope, heartbeat);
    }

    void onSnapshotChunk(Envelope envelope) {
        follow(envelope.from()).onSnapshotChunk(envelope);
    }

    void onTakeOver(Envelope envelope) {}

    void onPreVoteAnswer(Envelope envelope, boolean granted) {}

    void onVoteAnswer(Envelope envelope, boolean granted) {}

    void onAppended(Envelope envelope, long matchIndex) {}

    void onAppendRefused(Envelope envelope, Message.AppendRefused refused) {}

    void onHeartbeatAnswer(Envelope envelope, Message.HeartbeatAnswer answer) {}

    void onSnapshotProgress(Envelope envelope) {}

    void onReadQuestion(Envelope envelope, long id) {}

    private Follower follow(String leader) {
        var follower = new Follower(member, leader);
        member.become(follower);
        return follower;
    }
}
