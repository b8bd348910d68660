package io.concord.server.raft.consensus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member that takes its log from a leader, or waits for one. It commits and acknowledges only what it has verified
 * against the leader of this term: up to the end of an append whose previous entry matched.
 */
final class Follower extends Role {
    /** How soon, in parts of the election timeout, the members ask for votes when they see that the leader is gone. */
    private static final int HASTE = 5;

    private @Nullable String leader;
    private long heardMillis;
    private long deadlineMillis;
    private long verifiedIndex;

    Follower(Member member, @Nullable String leader) {
        super(member);
        this.leader = leader;
    }

    @Override
    void begin() {
        verifiedIndex = member.commitIndex();
        heard();
    }

    @Override
    void tick() {
        if (member.now() >= deadlineMillis && member.mayLead()) {
            member.become(new Candidate(member, false));
        }
    }

    @Override
    @Nullable String leader() {
        return leader;
    }

    @Override
    boolean hasLiveLeader() {
        return leader != null && member.now() - heardMillis < member.settings().electionMillis();
    }

    /** The transport has seen the leader go: no need to wait for its silence. */
    void leaderIsGone() {
        leader = null;
        deadlineMillis = Math.min(
                deadlineMillis, member.now() + member.random(member.settings().electionMillis() / HASTE));
    }

    /** A vote given is a reason to wait for what comes of it. */
    void waitAnew() {
        deadlineMillis = member.now() + member.electionPatienceMillis();
    }

    @Override
    void onHeartbeat(Envelope envelope, Message.Heartbeat heartbeat) {
        hear(envelope.from());
        commit(heartbeat.commitIndex());
        member.early(envelope.from(), new Message.HeartbeatAnswer(heartbeat.round(), verifiedIndex));
    }

    @Override
    void onSnapshotChunk(Envelope envelope) {
        hear(envelope.from());
        member.outbox().chunk(envelope);
    }

    @Override
    void onTakeOver(Envelope envelope) {
        if (member.mayLead()) {
            member.become(new Candidate(member, true));
        }
    }

    @Override
    void onAppend(Envelope envelope, Message.Append append) {
        hear(envelope.from());
        var last = append.prevIndex() + append.entries().size();
        if (last <= member.commitIndex()) {
            // Old news: what is committed here is equal to every leader's log.
            member.late(envelope.from(), new Message.Appended(member.commitIndex()));
            return;
        }
        if (append.prevIndex() > member.commitIndex()
                && (member.guards(Safeguard.MATCH_PREVIOUS_ENTRY)
                        || append.prevIndex() > member.storage().lastIndex())
                && member.storage().termAt(append.prevIndex()) != append.prevTerm()) {
            refuse(envelope, append);
            return;
        }
        store(append.entries());
        verifiedIndex = Math.max(verifiedIndex, last);
        commit(append.commitIndex());
        member.late(envelope.from(), new Message.Appended(last));
    }

    private void commit(long leaderCommit) {
        var known = member.guards(Safeguard.COMMIT_VERIFIED_ONLY)
                ? verifiedIndex
                : member.storage().lastIndex();
        member.commitTo(Math.min(leaderCommit, known));
    }

    /** A snapshot stands for the log up to its index. */
    void installed(long index) {
        verifiedIndex = Math.max(verifiedIndex, index);
        if (leader != null) {
            member.late(leader, new Message.Appended(index));
        }
    }

    private void refuse(Envelope envelope, Message.Append append) {
        var hint = member.newestIndexOfTermAtMost(append.prevIndex() - 1, append.prevTerm());
        member.early(
                envelope.from(),
                new Message.AppendRefused(
                        append.prevIndex(), hint, Math.max(0, member.storage().termAt(hint))));
    }

    /** Entries that are there already stay; from the first that differs on, the leader's replace them. */
    private void store(List<Entry> entries) {
        for (var i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var same = member.storage().termAt(entry.index()) == entry.term()
                    && member.guards(Safeguard.REPLACE_CONFLICTS_ONLY);
            if (entry.index() <= member.commitIndex() || same) {
                continue;
            }
            if (entry.index() <= member.storage().lastIndex()) {
                member.truncateFrom(entry.index());
            }
            member.append(entries.subList(i, entries.size()));
            member.followTime();
            return;
        }
    }

    private void hear(String from) {
        if (leader == null) {
            leader = from;
            member.leaderKnown();
        } else if (!leader.equals(from)) {
            throw new IllegalStateException(
                    "two leaders in term " + member.term() + ": " + leader + " and " + from + "; consensus is broken");
        }
        heard();
    }

    private void heard() {
        heardMillis = member.now();
        waitAnew();
    }
}
