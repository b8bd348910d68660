package io.concord.server.raft.consensus;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What stays while a member's roles come and go: its log with the memberships in it, its term and vote, what is committed,
 * its time, and the messages that it has to send.
 */
final class Member {
    private final Settings settings;
    private final Self self;
    private final RaftStorage storage;
    private final RandomGenerator random;
    private final Outbox outbox = new Outbox();
    private final MembershipHistory memberships;
    private final ClusterClock clock;
    private final FormatLevels levels;
    private @Nullable UUID cluster;
    private HardState hardState;
    private Role role;
    private long commitIndex;
    private long syncedIndex;
    private long nowMillis;
    private Set<String> connected = Set.of();

    /** A follower on what the storage has. */
    Member(Settings settings, Self self, RaftStorage storage, RandomGenerator random, long nowMillis) {
        this.settings = settings;
        this.self = self;
        this.storage = storage;
        this.random = random;
        this.nowMillis = nowMillis;
        this.cluster = self.cluster();
        this.levels = new FormatLevels(self);
        this.hardState = storage.hardState();
        this.memberships = MembershipHistory.read(storage, self.founders(), settings.windowBytesMax());
        this.clock = new ClusterClock(storage.lastTimeMillis(), nowMillis);
        var snapshot = storage.snapshot();
        this.commitIndex = snapshot == null ? 0 : snapshot.index();
        this.syncedIndex = storage.lastIndex();
        this.role = new Follower(this, null);
        role.begin();
    }

    Settings settings() {
        return settings;
    }

    boolean guards(Safeguard safeguard) {
        return settings.has(safeguard);
    }

    Self self() {
        return self;
    }

    FormatLevels levels() {
        return levels;
    }

    RaftStorage storage() {
        return storage;
    }

    Outbox outbox() {
        return outbox;
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

    Role role() {
        return role;
    }

    void become(Role next) {
        role = next;
        next.begin();
    }

    void leaderKnown() {
        outbox.notice("following " + role.leader() + " in term " + term());
    }

    long term() {
        return hardState.term();
    }

    HardState hardState() {
        return hardState;
    }

    /** On disk before anything is said in the new term. */
    void save(HardState state) {
        storage.save(state);
        hardState = state;
    }

    void voteForSelf() {
        save(new HardState(term() + 1, self.id()));
    }

    long now() {
        return nowMillis;
    }

    void advance(long now) {
        nowMillis = Math.max(nowMillis, now);
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

    /** The snapshot of a peer is in the storage. */
    void installed(SnapshotMark mark) {
        var membership = MembershipCodec.decode(mark.membership());
        if (storage.lastIndex() == mark.index()) {
            memberships.reset(mark.index(), membership);
            followTime();
        } else {
            memberships.startAt(mark.index(), membership);
        }
        syncedIndex = Math.max(Math.min(syncedIndex, storage.lastIndex()), mark.index());
        commitTo(mark.index());
    }

    long lastTerm() {
        return storage.termAt(storage.lastIndex());
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

    long syncedIndex() {
        return syncedIndex;
    }

    void synced() {
        syncedIndex = storage.lastIndex();
    }

    long commitIndex() {
        return commitIndex;
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

    @Nullable UUID cluster() {
        return cluster;
    }

    /** In force: the newest in the log. */
    Membership membership() {
        return memberships.newest();
    }

    Membership membershipAt(long index) {
        return memberships.at(index);
    }

    boolean membershipPending() {
        return memberships.newestIndex() > commitIndex;
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

    Set<String> connected() {
        return connected;
    }

    void connected(Set<String> ids) {
        connected = Set.copyOf(ids);
    }

    void early(String to, Message message) {
        early(to, term(), message);
    }

    /** A message of another term than this member's: in the vote before the election. */
    void early(String to, long term, Message message) {
        outbox.early(envelope(to, term, message));
    }

    void late(String to, Message message) {
        outbox.late(envelope(to, term(), message));
    }

    void broadcastToVoters(long term, Message message) {
        for (var id : membership().voterIds()) {
            if (!id.equals(self.id())) {
                early(id, term, message);
            }
        }
    }

    Envelope envelope(String to, long term, Message message) {
        return new Envelope(cluster, self.id(), self.incarnation(), to, term, message);
    }
}
