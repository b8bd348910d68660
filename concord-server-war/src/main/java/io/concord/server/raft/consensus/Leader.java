package io.concord.server.raft.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The leader of the present term. It commits by counting disks only where the entry is of its own term (Raft §5.4.2), so
 * it begins with one; it steps down by itself when it hears no majority, so that whoever talks to it is not held.
 */
final class Leader extends Role {
    private final Map<String, Progress> peers = new TreeMap<>();
    private final Map<String, UUID> electors;
    private final ReadRounds reads = new ReadRounds();
    private final Replication replication;
    private long firstIndexOfTerm;
    private long heartbeatMillis;
    private @Nullable String successor;
    private long successorDeadlineMillis;

    /** @param electors who voted for it, with their incarnations */
    Leader(Consensus member, Map<String, UUID> electors) {
        super(member);
        this.electors = electors;
        this.replication = new Replication(member);
    }

    @Override
    void begin() {
        firstIndexOfTerm = member.storage().lastIndex() + 1;
        meetPeers();
        if (member.membership().cluster() == null) {
            appendOne(Entry.Kind.MEMBERSHIP, MembershipCodec.encode(founded()));
        } else {
            appendOne(Entry.Kind.NOOP, new byte[0]);
        }
        sendHeartbeats();
    }

    @Override
    void tick() {
        meetPeers();
        if (!hearsMajority()) {
            member.outbox()
                    .notice("stepping down from term " + member.term() + ": no majority has answered for "
                            + member.settings().electionMillis() + " ms");
            member.become(new Follower(member, null));
            return;
        }
        if (successor != null && member.now() >= successorDeadlineMillis) {
            member.outbox().notice("hand-over to " + successor + " did not happen in time; going on");
            successor = null;
        }
        if (member.now() - heartbeatMillis >= member.settings().heartbeatMillis()) {
            peers.values()
                    .forEach(peer -> peer.resendAfter(2 * member.settings().heartbeatMillis(), member.now()));
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
        return successor == null ? appendOne(kind, data) : -1;
    }

    /** Sends what can be sent, and begins a round for reads that wait. */
    void flush() {
        var mayRead = isReadable() || !member.guards(Safeguard.READ_AFTER_OWN_ENTRY);
        if (mayRead && reads.begin(member.commitIndex())) {
            sendHeartbeats();
            confirmReads();
        }
        peers.forEach((id, peer) -> {
            if (member.isConnected(id) || isHeard(peer)) {
                replication.replicate(id, peer, reads.round());
            }
        });
    }

    /** The own disk has caught up, or another's has. */
    void advanceCommit() {
        var reached = member.membership().reachedByMajority(this::matchIndex);
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
        hear(envelope);
        reads.add(new ReadRounds.Reader(envelope.from(), id));
    }

    @Override
    void onHeartbeatAnswer(Envelope envelope, Message.HeartbeatAnswer answer) {
        var peer = hear(envelope);
        peer.answered(answer.round());
        if (answer.verifiedIndex() < peer.matchIndex() && peer.mode() == Progress.Mode.REPLICATE) {
            // It has started anew and does not know any more that its log is right.
            peer.probe();
        }
        confirmReads();
    }

    @Override
    void onAppended(Envelope envelope, long matchIndex) {
        var peer = hear(envelope);
        peer.appended(Math.min(matchIndex, member.storage().lastIndex()), member.now());
        advanceCommit();
        if (envelope.from().equals(successor)) {
            handOverWhenReady();
        }
    }

    @Override
    void onAppendRefused(Envelope envelope, Message.AppendRefused refused) {
        var retry = member.newestIndexOfTermAtMost(refused.hintIndex(), refused.hintTerm());
        hear(envelope).refused(refused.prevIndex(), retry);
    }

    @Override
    void onSnapshotProgress(Envelope envelope) {
        hear(envelope);
        member.outbox().chunk(envelope);
    }

    /** A snapshot did not arrive: find out anew what the member needs. */
    void snapshotFailed(String id) {
        var peer = peers.get(id);
        if (peer != null && peer.mode() == Progress.Mode.SNAPSHOT) {
            peer.probe();
        }
    }

    /** Begins to hand leadership to the voter that has most of the log; empty when nobody is there. */
    Optional<String> handOver() {
        if (successor == null) {
            successor = peers.entrySet().stream()
                    .filter(peer -> isLiveVoter(peer.getKey(), peer.getValue()))
                    .max(Comparator.comparingLong(peer -> peer.getValue().matchIndex()))
                    .map(Map.Entry::getKey)
                    .orElse(null);
            successorDeadlineMillis = member.now() + member.settings().electionMillis();
            handOverWhenReady();
        }
        return Optional.ofNullable(successor);
    }

    MembershipChanges changes() {
        return new MembershipChanges(member, this);
    }

    @Nullable Progress progress(String id) {
        return peers.get(id);
    }

    boolean isHandingOver() {
        return successor != null;
    }

    /** The highest index that is on the disk of each voter or learner, by id. */
    Map<String, Long> matchIndices() {
        var indices = new TreeMap<String, Long>();
        peers.forEach((id, peer) -> indices.put(id, peer.matchIndex()));
        return indices;
    }

    /** Founded by all: the disks of all are known. */
    private Membership founded() {
        var founded = member.membership().inCluster(member.randomId());
        for (var voter : founded.voters()) {
            founded = founded.with(voter.id(), electors.get(voter.id()));
        }
        return founded;
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

    private void sendHeartbeats() {
        heartbeatMillis = member.now();
        peers.forEach((id, peer) -> replication.sendHeartbeat(id, peer, reads.round()));
    }

    private void confirmReads() {
        for (var reader : reads.confirmed(member.membership(), this::roundAnswered)) {
            if (reader.member().equals(member.self().id())) {
                member.outbox().readReady(reader.id(), reads.index());
            } else {
                member.early(reader.member(), new Message.ReadAnswer(reader.id(), reads.index()));
            }
        }
    }

    private Progress hear(Envelope envelope) {
        var peer = peers.get(envelope.from());
        if (peer == null || peer.isOther(envelope.incarnation())) {
            peer = new Progress(member.storage().lastIndex() + 1, member.now());
            peers.put(envelope.from(), peer);
        }
        peer.heard(envelope.incarnation(), member.now());
        return peer;
    }

    /** Voters, and whoever else is connected: learners. */
    private void meetPeers() {
        var ids = new ArrayList<>(member.membership().voterIds());
        ids.addAll(member.connected());
        ids.remove(member.self().id());
        peers.keySet().retainAll(ids);
        for (var id : ids) {
            if (!id.equals(member.self().id())) {
                peers.computeIfAbsent(id, key -> new Progress(member.storage().lastIndex() + 1, member.now()));
            }
        }
    }

    private boolean hearsMajority() {
        var heard = member.membership().reachedByMajority(voter -> isSelf(voter) ? member.now() : heardMillis(voter));
        return heard > member.now() - member.settings().electionMillis();
    }

    private long matchIndex(Membership.Voter voter) {
        return isSelf(voter) ? member.syncedIndex() : ofVoter(voter, Progress::matchIndex);
    }

    private long roundAnswered(Membership.Voter voter) {
        return isSelf(voter) || !member.guards(Safeguard.CONFIRM_READS)
                ? reads.round()
                : ofVoter(voter, Progress::roundAnswered);
    }

    private long ofVoter(Membership.Voter voter, ToLongFunction<Progress> value) {
        var peer = peers.get(voter.id());
        var counts = peer != null && member.counts(member.membership(), voter.id(), peer.incarnation());
        return counts ? value.applyAsLong(peer) : 0;
    }

    /** A member that has not answered yet has the benefit of the doubt, for as long as any other. */
    private long heardMillis(Membership.Voter voter) {
        var peer = peers.get(voter.id());
        if (peer == null || (peer.incarnation() != null && !voter.matches(peer.incarnation()))) {
            return Long.MIN_VALUE;
        }
        return peer.heardMillis();
    }

    private boolean isSelf(Membership.Voter voter) {
        return voter.id().equals(member.self().id())
                && voter.matches(member.self().incarnation());
    }

    /** The transport may not see a member that answers all the same. */
    private boolean isHeard(Progress peer) {
        return peer.incarnation() != null
                && member.now() - peer.heardMillis() < member.settings().electionMillis();
    }

    boolean isLive(Membership.Voter voter) {
        var peer = peers.get(voter.id());
        return peer != null && isLiveVoter(voter.id(), peer);
    }

    private boolean isLiveVoter(String id, Progress peer) {
        return isHeard(peer) && member.membership().counts(id, peer.incarnation());
    }

    private void handOverWhenReady() {
        if (successor == null) {
            return;
        }
        var peer = peers.get(successor);
        if (peer != null && peer.matchIndex() == member.storage().lastIndex()) {
            member.late(successor, new Message.TakeOver());
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
