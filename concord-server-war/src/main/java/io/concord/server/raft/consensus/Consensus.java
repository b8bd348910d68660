package io.concord.server.raft.consensus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One member's part in Raft (Ongaro and Ousterhout 2014; Ongaro's thesis): elections with pre-vote, replication, commit,
 * read rounds, membership, hand-over. Deterministic: the same calls with the same random numbers give the same messages.
 *
 * <p>One thread at a time. The driver passes in messages, proposals and time, and then, in this order: {@link #flush},
 * sends {@link Outbox#takeEarly}, syncs the storage, calls {@link #synced}, sends {@link Outbox#takeLate}, applies
 * entries up to {@link #commitIndex} and serves {@link Outbox#takeReads}. An exception out of any method means that the
 * member must stop for good.
 */
public final class Consensus {
    private final Settings settings;
    private final Self self;
    private final RaftStorage storage;
    private final RandomGenerator random;
    private final Outbox outbox = new Outbox();
    private final MembershipHistory memberships;
    private final ClusterClock clock;
    private @Nullable UUID cluster;
    private HardState hardState;
    private Role role;
    private long commitIndex;
    private long syncedIndex;
    private long nowMillis;
    private Set<String> connected = Set.of();

    /**
     * A follower on what the storage has.
     *
     * @param nowMillis of a monotonic clock with any origin; so in every other call, and there it is read after what is
     *     passed in has come: the cluster's time is counted from it
     */
    public Consensus(Settings settings, Self self, RaftStorage storage, RandomGenerator random, long nowMillis) {
        this.settings = settings;
        this.self = self;
        this.storage = storage;
        this.random = random;
        this.nowMillis = nowMillis;
        this.cluster = self.cluster();
        this.hardState = storage.hardState();
        this.memberships = MembershipHistory.read(storage, self.founders(), settings.windowBytesMax());
        var snapshot = storage.snapshot();
        this.clock = new ClusterClock(storage.lastTimeMillis(), nowMillis);
        this.commitIndex = snapshot == null ? 0 : snapshot.index();
        this.syncedIndex = storage.lastIndex();
        this.role = new Follower(this, null);
        role.begin();
    }

    /** Time has passed. */
    public void tick(long now) {
        advance(now);
        role.tick();
    }

    /** A message has come, perhaps late, twice or out of order. */
    public void receive(Envelope envelope, long now) {
        advance(now);
        if (envelope.message() instanceof Message.TurnedAway turnedAway) {
            outbox.notice("turned away by " + envelope.from() + ": " + turnedAway.reason());
            return;
        }
        var refusal = Admission.refusal(cluster, membership(), envelope);
        if (refusal != null) {
            outbox.notice(refusal);
            early(envelope.from(), new Message.TurnedAway(refusal));
        } else if (meetTerm(envelope)) {
            Delivery.deliver(this, role, envelope);
        }
    }

    /**
     * Asks to have data agreed upon. It is when the entry at the index is committed with the term of now; another term
     * there means that it never will be.
     *
     * @return the index; -1 when this member does not lead, or is handing over: nothing has happened
     */
    public long propose(byte[] data, long now) {
        advance(now);
        return role instanceof Leader leader ? leader.propose(Entry.Kind.COMMAND, data) : -1;
    }

    /**
     * Asks for an index that a linearizable read must have applied; it comes as {@link Outbox.ReadReady} with the same
     * id, or never: then ask again.
     */
    public void read(long id) {
        if (role instanceof Leader leader) {
            leader.read(new ReadRounds.Reader(self.id(), id));
        } else if (role.leader() != null) {
            early(role.leader(), new Message.ReadQuestion(id));
        }
    }

    /** Marks a place in the log at which the members compare their states; only where this member leads. */
    public void checkpoint(long now) {
        advance(now);
        if (role instanceof Leader leader) {
            leader.propose(Entry.Kind.CHECKPOINT, new byte[0]);
        }
    }

    /** Makes a learner, or the new disk of a voter, a voter. */
    public Proposed promote(String id, long now) {
        advance(now);
        return role instanceof Leader leader
                ? leader.changes().promote(id)
                : Proposed.refused("this member does not lead");
    }

    /** Takes the vote from a member. */
    public Proposed remove(String id, long now) {
        advance(now);
        return role instanceof Leader leader
                ? leader.changes().remove(id)
                : Proposed.refused("this member does not lead");
    }

    /** Hands leadership over, if this member has it; empty when it has not or nobody can take it. */
    public Optional<String> handOver(long now) {
        advance(now);
        return role instanceof Leader leader ? leader.handOver() : Optional.empty();
    }

    /** Who can be reached, as far as the transport knows. A leader among those lost is taken for gone at once. */
    public void connected(Set<String> ids, long now) {
        advance(now);
        var lost = connected.stream().filter(id -> !ids.contains(id)).toList();
        connected = Set.copyOf(ids);
        if (role instanceof Follower follower && follower.leader() != null && lost.contains(follower.leader())) {
            follower.leaderIsGone();
        }
    }

    /** The snapshot of a peer is in the storage. */
    public void installed(SnapshotMark mark) {
        var membership = MembershipCodec.decode(mark.membership());
        if (storage.lastIndex() == mark.index()) {
            memberships.reset(mark.index(), membership);
            followTime();
        } else {
            memberships.startAt(mark.index(), membership);
        }
        syncedIndex = Math.max(Math.min(syncedIndex, storage.lastIndex()), mark.index());
        commitTo(mark.index());
        if (role instanceof Follower follower) {
            follower.installed(mark.index());
        }
    }

    /** A snapshot is offered that stands for nothing new; the leader is to know. */
    public void alreadyHas(long index) {
        if (role instanceof Follower follower) {
            follower.installed(index);
        }
    }

    /** The snapshot that a member needs did not get there. */
    public void snapshotFailed(String to) {
        if (role instanceof Leader leader) {
            leader.snapshotFailed(to);
        }
    }

    /** Puts what has come together into messages. */
    public void flush() {
        if (role instanceof Leader leader) {
            leader.flush();
        }
    }

    /** The storage has been synced. */
    public void synced() {
        syncedIndex = storage.lastIndex();
        if (role instanceof Leader leader) {
            leader.advanceCommit();
        }
    }

    public Outbox outbox() {
        return outbox;
    }

    public Self self() {
        return self;
    }

    /** The cluster this member belongs to, once that is committed. */
    public @Nullable UUID cluster() {
        return cluster;
    }

    public long term() {
        return hardState.term();
    }

    public @Nullable String leader() {
        return role.leader();
    }

    public boolean isLeader() {
        return role instanceof Leader;
    }

    public boolean isCandidate() {
        return role instanceof Candidate;
    }

    /** Whether this member has a vote. */
    public boolean isVoter() {
        return membership().counts(self.id(), self.incarnation());
    }

    public long commitIndex() {
        return commitIndex;
    }

    public long lastIndex() {
        return storage.lastIndex();
    }

    /** In force: the newest in the log. */
    public Membership membership() {
        return memberships.newest();
    }

    /** As it was at a committed index that is still in the log. */
    public Membership membershipAt(long index) {
        return memberships.at(index);
    }

    /** On the leader, how far the disk of each other member is; empty on others. */
    public Map<String, Long> matchIndices() {
        return role instanceof Leader leader ? leader.matchIndices() : Map.of();
    }

    Settings settings() {
        return settings;
    }

    boolean guards(Safeguard safeguard) {
        return settings.has(safeguard);
    }

    RaftStorage storage() {
        return storage;
    }

    long now() {
        return nowMillis;
    }

    /** The cluster's time for an entry that is made now. */
    long timeMillis() {
        return Math.max(storage.lastTimeMillis(), clock.at(nowMillis));
    }

    /** What is newest in the log now came from another member. */
    void followTime() {
        if (guards(Safeguard.TIME_FROM_NEWEST_ENTRY)) {
            clock.follow(storage.lastTimeMillis(), nowMillis);
        }
    }

    long syncedIndex() {
        return syncedIndex;
    }

    Set<String> connected() {
        return connected;
    }

    boolean isConnected(String id) {
        return connected.contains(id);
    }

    boolean membershipPending() {
        return memberships.newestIndex() > commitIndex;
    }

    long lastTerm() {
        return storage.termAt(storage.lastIndex());
    }

    /**
     * A voter; also one that an uncommitted entry in its own log has taken the vote from: others may need that entry, and
     * nobody else may have it (Raft thesis §4.2.2).
     */
    boolean mayLead() {
        return counts(membership(), self.id(), self.incarnation())
                || counts(memberships.at(commitIndex), self.id(), self.incarnation());
    }

    boolean counts(Membership membership, String id, @Nullable UUID incarnation) {
        return guards(Safeguard.COUNT_KNOWN_DISKS_ONLY) ? membership.counts(id, incarnation) : membership.hasVoter(id);
    }

    long random(long bound) {
        return random.nextLong(Math.max(1, bound));
    }

    UUID randomId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    long electionPatienceMillis() {
        return settings.electionMillis() + random(settings.electionMillis());
    }

    void become(Role next) {
        role = next;
        next.begin();
    }

    void leaderKnown() {
        outbox.notice("following " + role.leader() + " in term " + term());
    }

    void voteForSelf() {
        save(new HardState(term() + 1, self.id()));
    }

    void early(String to, Message message) {
        outbox.early(envelope(to, term(), message));
    }

    void late(String to, Message message) {
        outbox.late(envelope(to, term(), message));
    }

    void broadcastToVoters(long term, Message message) {
        for (var id : membership().voterIds()) {
            if (!id.equals(self.id())) {
                outbox.early(envelope(id, term, message));
            }
        }
    }

    void append(List<Entry> entries) {
        storage.append(entries);
        entries.forEach(memberships::add);
    }

    void truncateFrom(long index) {
        if (index <= commitIndex) {
            throw new IllegalStateException("entry " + index + " is to be replaced, but entries up to " + commitIndex
                    + " are committed; consensus is broken");
        }
        storage.truncateFrom(index);
        memberships.truncateFrom(index);
        syncedIndex = Math.min(syncedIndex, index - 1);
    }

    void commitTo(long index) {
        if (index <= commitIndex) {
            return;
        }
        commitIndex = index;
        var committed = memberships.at(index).cluster();
        if (cluster == null && committed != null) {
            cluster = committed;
        }
    }

    /** The newest entry up to an index whose term is not above one, or the place before the oldest. */
    long newestIndexOfTermAtMost(long index, long term) {
        var oldest = storage.firstIndex() - 1;
        var candidate = Math.max(oldest, Math.min(index, storage.lastIndex()));
        while (candidate > oldest && storage.termAt(candidate) > term) {
            candidate--;
        }
        return candidate;
    }

    private void advance(long now) {
        nowMillis = Math.max(nowMillis, now);
    }

    /** A message in this member's name, for the driver's own business. */
    public Envelope envelope(String to, Message message) {
        return envelope(to, term(), message);
    }

    private Envelope envelope(String to, long term, Message message) {
        return new Envelope(cluster, self.id(), self.incarnation(), to, term, message);
    }

    HardState hardState() {
        return hardState;
    }

    /** A message of another term than this member's: in the vote before the election. */
    void early(String to, long term, Message message) {
        outbox.early(envelope(to, term, message));
    }

    /** On disk before anything is said in the new term. */
    void save(HardState state) {
        storage.save(state);
        hardState = state;
    }

    /** Whether the message is of this member's term, which it may have moved. */
    private boolean meetTerm(Envelope envelope) {
        var message = envelope.message();
        if (message instanceof Message.PreVote
                || (message instanceof Message.PreVoteAnswer answer && answer.granted())) {
            return true;
        }
        if (envelope.term() > term()) {
            if (message instanceof Message.Vote vote && !vote.transfer() && role.hasLiveLeader()) {
                return false;
            }
            save(new HardState(envelope.term(), null));
            become(new Follower(this, null));
            return true;
        }
        if (envelope.term() < term()) {
            tellTerm(envelope);
            return false;
        }
        return true;
    }

    /** Whoever was leader or candidate in an older term must learn that it is over. */
    private void tellTerm(Envelope envelope) {
        var message = envelope.message();
        if (message instanceof Message.Append
                || message instanceof Message.Heartbeat
                || message instanceof Message.SnapshotChunk) {
            early(envelope.from(), new Message.HeartbeatAnswer(0, 0));
        } else if (message instanceof Message.Vote) {
            early(envelope.from(), new Message.VoteAnswer(false));
        }
    }
}
