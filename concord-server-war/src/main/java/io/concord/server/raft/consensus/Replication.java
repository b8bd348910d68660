package io.concord.server.raft.consensus;

import java.util.List;

/** What a leader sends to one other member: entries as far as its {@link Progress} allows, commits, and signs of life. */
final class Replication {
    private final Member member;

    Replication(Member member) {
        this.member = member;
    }

    /** Sends what the window allows, or at least what has become committed; nothing to one that could not read it. */
    void replicate(String id, Progress peer, long round) {
        if (member.levels().refusal(member.membership(), id) != null) {
            return;
        }
        var quiet = true;
        var settings = member.settings();
        while (peer.maySend(settings.windowBytesMax())
                && (peer.nextIndex() <= member.storage().lastIndex() || peer.mode() == Progress.Mode.PROBE)) {
            if (!sendAppend(id, peer, settings)) {
                break;
            }
            quiet = false;
        }
        var known = Math.min(member.commitIndex(), peer.matchIndex());
        if (quiet && peer.commitTold() < known) {
            sendHeartbeat(id, peer, round);
        }
    }

    private boolean sendAppend(String id, Progress peer, Settings settings) {
        var prev = peer.nextIndex() - 1;
        var prevTerm = member.storage().termAt(prev);
        if (prevTerm < 0 || prev + 1 < member.storage().firstIndex()) {
            var snapshot = member.storage().snapshot();
            if (snapshot != null) {
                peer.needsSnapshot(snapshot.index());
                member.outbox().snapshotWanted(id);
            }
            return false;
        }
        var last = member.storage().lastIndex();
        var entries =
                prev < last ? member.storage().entries(prev + 1, last, settings.appendBytesMax()) : List.<Entry>of();
        var end = prev + entries.size();
        member.early(id, new Message.Append(prev, prevTerm, member.commitIndex(), entries));
        peer.toldCommit(Math.min(member.commitIndex(), Math.min(end, peer.matchIndex())));
        peer.sent(end, entries.stream().mapToInt(Entry::bytes).sum(), member.now());
        return true;
    }

    /** Shows who leads, and asks the question of a read round; says to one that is too old why it hears nothing else. */
    void sendHeartbeat(String id, Progress peer, long round) {
        var refusal = member.levels().refusal(member.membership(), id);
        if (refusal != null) {
            member.outbox().notice(refusal);
            member.early(id, new Message.TurnedAway(refusal));
            return;
        }
        var known = Math.min(member.commitIndex(), peer.matchIndex());
        var told = member.guards(Safeguard.COMMIT_VERIFIED_ONLY) ? known : member.commitIndex();
        member.early(id, new Message.Heartbeat(round, told));
        peer.toldCommit(known);
    }
}
