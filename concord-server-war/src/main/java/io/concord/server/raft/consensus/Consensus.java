package io.concord.server.raft.consensus;

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
    private final Member member;

    /**
     * A follower on what the storage has.
     *
     * @param nowMillis of a monotonic clock with any origin; so in every other call, and there it is read after what is
     *     passed in has come: the cluster's time is counted from it
     */
    public Consensus(Settings settings, Self self, RaftStorage storage, RandomGenerator random, long nowMillis) {
        this.member = new Member(settings, self, storage, random, nowMillis);
    }

    /** Time has passed. */
    public void tick(long now) {
        member.advance(now);
        member.role().tick();
    }

    /** A message has come, perhaps late, twice or out of order. */
    public void receive(Envelope envelope, long now) {
        member.advance(now);
        if (envelope.message() instanceof Message.TurnedAway turnedAway) {
            outbox().notice("turned away by " + envelope.from() + ": " + turnedAway.reason());
            return;
        }
        var refusal = Admission.refusal(cluster(), membership(), member.levels(), envelope);
        if (refusal != null) {
            outbox().notice(refusal);
            member.early(envelope.from(), new Message.TurnedAway(refusal));
        } else if (Terms.meet(member, envelope)) {
            Delivery.deliver(member, envelope);
        }
    }

    /**
     * Asks to have data agreed upon. It is when the entry at the index is committed with the term of now; another term
     * there means that it never will be.
     *
     * @return the index; -1 when this member does not lead, or is handing over: nothing has happened
     */
    public long propose(byte[] data, long now) {
        member.advance(now);
        return member.role() instanceof Leader leader ? leader.propose(Entry.Kind.COMMAND, data) : -1;
    }

    /**
     * Asks for an index that a linearizable read must have applied; it comes as {@link Outbox.ReadReady} with the same
     * id, or never: then ask again.
     */
    public void read(long id) {
        var leaderId = leader();
        if (member.role() instanceof Leader leader) {
            leader.read(new ReadRounds.Reader(self().id(), id));
        } else if (leaderId != null) {
            member.early(leaderId, new Message.ReadQuestion(id));
        }
    }

    /** Marks a place in the log at which the members compare their states; only where this member leads. */
    public void checkpoint(long now) {
        member.advance(now);
        if (member.role() instanceof Leader leader) {
            leader.propose(Entry.Kind.CHECKPOINT, new byte[0]);
        }
    }

    /** Makes a learner, or the new disk of a voter, a voter. */
    public Proposed promote(String id, long now) {
        member.advance(now);
        return member.role() instanceof Leader leader
                ? leader.changes().promote(id)
                : Proposed.refused("this member does not lead");
    }

    /** Takes the vote from a member. */
    public Proposed remove(String id, long now) {
        member.advance(now);
        return member.role() instanceof Leader leader
                ? leader.changes().remove(id)
                : Proposed.refused("this member does not lead");
    }

    /** Hands leadership over, if this member has it; empty when it has not or nobody can take it. */
    public Optional<String> handOver(long now) {
        member.advance(now);
        return member.role() instanceof Leader leader ? leader.handOver() : Optional.empty();
    }

    /**
     * Takes the cluster to the newest level of formats that its members know, which must be the same for all of them. Nothing
     * to do where it is there.
     */
    public Proposed raiseFormatLevel(long now) {
        member.advance(now);
        return member.role() instanceof Leader leader
                ? leader.changes().raiseFormatLevel()
                : Proposed.refused("this member does not lead");
    }

    /** The highest level of formats that another member reads; to be told before anything that comes from it. */
    public void announced(String id, int formatLevel) {
        member.levels().announced(id, formatLevel);
    }

    /** Who can be reached, as far as the transport knows. A leader among those lost is taken for gone at once. */
    public void connected(Set<String> ids, long now) {
        member.advance(now);
        var lost = member.connected().stream().filter(id -> !ids.contains(id)).toList();
        member.connected(ids);
        if (member.role() instanceof Follower follower
                && follower.leader() != null
                && lost.contains(follower.leader())) {
            follower.leaderIsGone();
        }
    }

    /** The snapshot of a peer is in the storage. */
    public void installed(SnapshotMark mark) {
        member.installed(mark);
        alreadyHas(mark.index());
    }

    /** A snapshot is offered that stands for nothing new; the leader is to know. */
    public void alreadyHas(long index) {
        if (member.role() instanceof Follower follower) {
            follower.installed(index);
        }
    }

    /** The snapshot that a member needs did not get there. */
    public void snapshotFailed(String to) {
        if (member.role() instanceof Leader leader) {
            leader.snapshotFailed(to);
        }
    }

    /** Puts what has come together into messages. */
    public void flush() {
        if (member.role() instanceof Leader leader) {
            leader.flush();
        }
    }

    /** The storage has been synced. */
    public void synced() {
        member.synced();
        if (member.role() instanceof Leader leader) {
            leader.advanceCommit();
        }
    }

    public Outbox outbox() {
        return member.outbox();
    }

    public Self self() {
        return member.self();
    }

    /** The cluster this member belongs to, once that is committed. */
    public @Nullable UUID cluster() {
        return member.cluster();
    }

    public long term() {
        return member.term();
    }

    public @Nullable String leader() {
        return member.role().leader();
    }

    public boolean isLeader() {
        return member.role() instanceof Leader;
    }

    public boolean isCandidate() {
        return member.role() instanceof Candidate;
    }

    /** Whether this member has a vote. */
    public boolean isVoter() {
        return membership().counts(self().id(), self().incarnation());
    }

    public long commitIndex() {
        return member.commitIndex();
    }

    public long lastIndex() {
        return member.storage().lastIndex();
    }

    /** In force: the newest in the log. */
    public Membership membership() {
        return member.membership();
    }

    /** As it was at a committed index that is still in the log. */
    public Membership membershipAt(long index) {
        return member.membershipAt(index);
    }

    /** On the leader, how far the disk of each other member is; empty on others. */
    public Map<String, Long> matchIndices() {
        return member.role() instanceof Leader leader ? leader.matchIndices() : Map.of();
    }

    /** A message in this member's name, for the driver's own business. */
    public Envelope envelope(String to, Message message) {
        return member.envelope(to, term(), message);
    }

    /** For tests that make it what no messages make it. */
    Member member() {
        return member;
    }
}
