package io.concord.server.raft;

import org.jgroups.Address;

/** Hands what peers send beside consensus to whom it is for. */
record PeerRecipient(Submitter submitter, RaftCluster cluster, PeerPings pings) implements Postbox.Recipient {
    @Override
    public void onSubmit(Address from, PeerMessage.Submit submit) {
        submitter.onSubmit(from, submit);
    }

    @Override
    public void onAnswer(PeerMessage.Answer answer) {
        submitter.onAnswer(answer);
    }

    @Override
    public void onReport(Address from, PeerMessage.Report report) {
        cluster.received(report.report());
    }

    @Override
    public void onPing(Address from, PeerMessage.Ping ping) {
        pings.onPing(from, ping);
    }

    @Override
    public void onPong(PeerMessage.Pong pong) {
        pings.onPong(pong);
    }
}
