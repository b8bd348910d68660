package io.concord.server.raft.consensus;

/** Hands a message of the present term to whoever deals with it. */
final class Delivery {
    private Delivery() {}

    static void deliver(Member member, Envelope envelope) {
        var role = member.role();
        var message = envelope.message();
        if (message instanceof Message.Append append) {
            role.onAppend(envelope, append);
        } else if (message instanceof Message.Appended appended) {
            role.onAppended(envelope, appended.matchIndex());
        } else if (message instanceof Message.AppendRefused refused) {
            role.onAppendRefused(envelope, refused);
        } else if (message instanceof Message.Heartbeat heartbeat) {
            role.onHeartbeat(envelope, heartbeat);
        } else if (message instanceof Message.HeartbeatAnswer answer) {
            role.onHeartbeatAnswer(envelope, answer);
        } else if (message instanceof Message.SnapshotChunk) {
            role.onSnapshotChunk(envelope);
        } else if (message instanceof Message.SnapshotProgress) {
            role.onSnapshotProgress(envelope);
        } else if (message instanceof Message.ReadQuestion question) {
            role.onReadQuestion(envelope, question.id());
        } else if (message instanceof Message.ReadAnswer answer) {
            member.outbox().readReady(answer.id(), answer.index());
        } else {
            deliverElection(member, role, envelope);
        }
    }

    private static void deliverElection(Member member, Role role, Envelope envelope) {
        var message = envelope.message();
        if (message instanceof Message.PreVote vote) {
            Ballots.onPreVote(member, role, envelope, vote);
        } else if (message instanceof Message.PreVoteAnswer answer) {
            role.onPreVoteAnswer(envelope, answer.granted());
        } else if (message instanceof Message.Vote vote) {
            Ballots.onVote(member, role, envelope, vote);
        } else if (message instanceof Message.VoteAnswer answer) {
            role.onVoteAnswer(envelope, answer.granted());
        } else if (message instanceof Message.TakeOver) {
            role.onTakeOver(envelope);
        }
    }
}
