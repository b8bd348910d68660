package io.concord.server.raft.consensus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The leader of the present term. It commits by counting disks only where the entry is of its own term (Raft §5.4.2), so
 * it begins with one; it steps down by itself when it hears no majority, so that whoever talks to it is not held.
 */
final class Leader extends Role {
    private final Map<String, UUID> electors;
    private final Peers peers;
    private final HandOver handOver;
    private final ReadRounds reads = new ReadRounds();
    private final Replication replication;
    private long firstIndexOfTerm;
    private long heartbeatMillis;

    /** @param electors who voted for it, with their incarnations */
    Leader(Member member, Map<String, UUID> electors) {
        super(member);
        this.electors = electors;
        this.peers = new Peers(member);
        this.handOver = new HandOver(member, peers);
        this.replication = new Replication(member);
    }

    @Override
    void begin() {
        firstIndexOfTerm = member.storage().lastIndex() + 1;
        peers.meet();
        if (member.membership().cluster() == null) {
            appendOne(Entry.Kind.MEMBERSHIP, MembershipCodec.encode(founded()));
        } else {
            appendOne(Entry.Kind.NOOP, new byte[0]);
        }
        sendHeartbeats();
    }

    @Override
    void tick() {
        peers.meet();
        if (!peers.hearsMajority()) {
            member.outbox()
                    .notice("stepping down from term " + member.term() + ": no majority has answered for "
                            + member.settings().electionMillis() + " ms");
            member.become(new Follower(member, null));
            return;
        }
        handOver.giveUpLate();
        if (member.now() - heartbeatMillis >= member.settings().heartbeatMillis()) {
            peers.forEach((id, peer) -> peer.resendAfter(2 * member.settings().heartbeatMillis(), member.now()));
            sendHeartbeats();
        }
    }

    @Override
    String leader() {
        return member.self().id();
    }

    @Override
    boolean hasLiveLeader() {
        return true;
    }

    @Override
    void onAppend(Envelope envelope, Message.Append append) {
        throw twoLeaders(envelope);
    }

    @Override
    void onHeartbeat(Envelope envelope, Message.Heartbeat heartbeat) {
        throw twoLeaders(envelope);
    }

    @Override
    void onSnapshotChunk(Envelope envelope) {
        throw twoLeaders(envelope);
    }

    /** Appends; -1 while leadership is being handed over. Sent by {@link #flush}. */
    long propose(Entry.Kind kind, byte[] data) {
        return handOver.isUnderWay() ? -1 : appendOne(kind, data);
    }

    /** Sends what can be sent, and begins a round for reads that wait. */
    void flush() {
        var mayRead = isReadable() || !member.guards(Safeguard.READ_AFTER_OWN_ENTRY);
        if (mayRead && reads.begin(member.commitIndex())) {
            sendHeartbeats();
            confirmReads();
        }
        peers.forEach((id, peer) -> {
            if (peers.isReachable(id, peer)) {
                replication.replicate(id, peer, reads.round());
            }
        });
    }

    /** The own disk has caught up, or another's has. */
    void advanceCommit() {
        var reached = peers.matchIndexOfMajority();
        var ownTerm =
                member.storage().termAt(reached) == member.term() || !member.guards(Safeguard.COMMIT_OWN_TERM_ONLY);
        if (reached > member.commitIndex() && ownTerm) {
            member.commitTo(reached);
            leaveIfRemoved();
        }
    }

    void read(ReadRounds.Reader reader) {
        reads.add(reader);
    }

    @Override
    void onReadQuestion(Envelope envelope, long id) {
        peers.hear(envelope);
        reads.add(new ReadRounds.Reader(envelope.from(), id));
    }

    @Override
    void onHeartbeatAnswer(Envelope envelope, Message.HeartbeatAnswer answer) {
        var peer = peers.hear(envelope);
        peer.answered(answer.round());
        if (answer.verifiedIndex() < peer.matchIndex() && peer.mode() == Progress.Mode.REPLICATE) {
            // It has started anew and does not know any more that its log is right.
            peer.probe();
        }
        confirmReads();
    }

    @Override
    void onAppended(Envelope envelope, long matchIndex) {
        var peer = peers.hear(envelope);
        peer.appended(Math.min(matchIndex, member.storage().lastIndex()), member.now());
        advanceCommit();
        handOver.appended(envelope.from());
    }

    @Override
    void onAppendRefused(Envelope envelope, Message.AppendRefused refused) {
        var retry = member.newestIndexOfTermAtMost(refused.hintIndex(), refused.hintTerm());
        peers.hear(envelope).refused(refused.prevIndex(), retry);
    }

    @Override
    void onSnapshotProgress(Envelope envelope) {
        peers.hear(envelope);
        member.outbox().chunk(envelope);
    }

    /** A snapshot did not arrive: find out anew what the member needs. */
    void snapshotFailed(String id) {
        var peer = peers.get(id);
        if (peer != null && peer.mode() == Progress.Mode.SNAPSHOT) {
            peer.probe();
        }
    }

    /** Begins to hand leadership over; empty when nobody can take it. */
    Optional<String> handOver() {
        return handOver.begin();
    }

    MembershipChanges changes() {
        return new MembershipChanges(member, this);
    }

    @Nullable Progress progress(String id) {
        return peers.get(id);
    }

    boolean isLive(Membership.Voter voter) {
        return peers.isLive(voter);
    }

    boolean isHandingOver() {
        return handOver.isUnderWay();
    }

    Map<String, Long> matchIndices() {
        return peers.matchIndices();
    }

    /** Whether an entry of this term is committed: only then is the commit index that of the whole cluster. */
    boolean isReadable() {
        return member.commitIndex() >= firstIndexOfTerm;
    }

    long appendOne(Entry.Kind kind, byte[] data) {
        var index = member.storage().lastIndex() + 1;
        member.append(List.of(new Entry(index, member.term(), member.timeMillis(), kind, data)));
        return index;
    }

    /** Founded by all: the disks of all are known, and the newest formats that all of them read. */
    private Membership founded() {
        var founded = member.membership().inCluster(member.randomId());
        for (var voter : founded.voters()) {
            founded = founded.with(voter.id(), electors.get(voter.id()));
        }
        return founded.atLevel(founded.voterIds().stream()
                .mapToInt(member.levels()::of)
                .min()
                .orElse(member.self().formatLevel()));
    }

    private void sendHeartbeats() {
        heartbeatMillis = member.now();
        peers.forEach((id, peer) -> replication.sendHeartbeat(id, peer, reads.round()));
    }

    private void confirmReads() {
        for (var reader : reads.confirmed(member.membership(), voter -> peers.roundAnswered(voter, reads.round()))) {
            if (reader.member().equals(member.self().id())) {
                member.outbox().readReady(reader.id(), reads.index());
            } else {
                member.early(reader.member(), new Message.ReadAnswer(reader.id(), reads.index()));
            }
        }
    }

    /** A leader that is no voter any more has led until that was decided (Raft thesis §4.2.2). */
    private void leaveIfRemoved() {
        var removed =
                !member.membership().counts(member.self().id(), member.self().incarnation());
        if (removed && !member.membershipPending()) {
            handOver();
            member.become(new Follower(member, null));
        }
    }

    private IllegalStateException twoLeaders(Envelope envelope) {
        return new IllegalStateException("two leaders in term " + member.term() + ": this member and " + envelope.from()
                + "; consensus is broken");
    }
}
