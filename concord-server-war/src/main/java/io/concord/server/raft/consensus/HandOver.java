package io.concord.server.raft.consensus;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a leader hands over: it brings a successor up to date, taking no more proposals, and tells it to stand at once. */
final class HandOver {
    private final Member member;
    private final Peers peers;
    private @Nullable String successor;
    private long deadlineMillis;

    HandOver(Member member, Peers peers) {
        this.member = member;
        this.peers = peers;
    }

    boolean isUnderWay() {
        return successor != null;
    }

    /** Begins with the voter that has most of the log; empty when nobody is there. */
    Optional<String> begin() {
        if (successor == null) {
            successor = peers.mostCompleteVoter();
            deadlineMillis = member.now() + member.settings().electionMillis();
            proceed();
        }
        return Optional.ofNullable(successor);
    }

    /** A member has more of the log. */
    void appended(String id) {
        if (id.equals(successor)) {
            proceed();
        }
    }

    void giveUpLate() {
        if (successor != null && member.now() >= deadlineMillis) {
            member.outbox().notice("hand-over to " + successor + " did not happen in time; going on");
            successor = null;
        }
    }

    private void proceed() {
        if (successor == null) {
            return;
        }
        var peer = peers.get(successor);
        if (peer != null && peer.matchIndex() == member.storage().lastIndex()) {
            member.late(successor, new Message.TakeOver());
        }
    }
}
